// Built from js/smath.mjs, js/format.mjs, js/kit.mjs, js/draw.mjs, js/guess.mjs by softmaxlab.widgets.build: edit those.
const max=(xs)=>xs.reduce((m,x)=>Math.max(m,x),-Infinity);
function sum(xs){
let total=0;
let lost=0;
for(const x of xs){
const next=total + x;
lost +=Math.abs(total)>=Math.abs(x)?total - next + x:x - next + total;
total=next;
}
return total + lost;
}
function gaps(z,T){
if(!(T>=0))throw new RangeError(`temperature must be in [0, Infinity], got ${T}`);
const m=max(z);
if(m===-Infinity||Number.isNaN(m))return z.map(()=>NaN);
if(m===Infinity||T===0)return z.map((v)=>(v===m?0:-Infinity));
if(T===Infinity)return z.map((v)=>(v===-Infinity?v:0));
return z.map((v)=>(v - m)/ T);
}
function logNormaliser(d){
const top=d.indexOf(0);
return top<0?NaN:Math.log1p(sum(d.map((v,i)=>(i===top?0:Math.exp(v)))));
}
function softmax(z,T=1){
const weights=gaps(z,T).map(Math.exp);
const total=sum(weights);
return weights.map((w)=>w / total);
}
function logSoftmax(z,T=1){
const d=gaps(z,T);
const l=logNormaliser(d);
return d.map((v)=>v - l);
}
const tidy=(text)=>(/^-[0.]*$/.test(text)?text.slice(1):text).replace("-","\u2212");
function scientific(x){
const[digits,power]=x.toExponential(2).split("e");
const raised=[...power.replace("+","")].map((c)=>(c==="-"?"⁻":"⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));
return `${tidy(digits)}×10${raised.join("")}`;
}
const KINDS={
p:(x)=>(x===0||x===1?String(x):x<1e-4?"<0.0001":x.toFixed(4)),
nats:(x)=>x.toFixed(4),
count:(x)=>x.toFixed(3),
size:(x)=>(x===0?"0":Math.abs(x)>=1e-4&&Math.abs(x)<1e6?x.toFixed(4):scientific(x)),
z:(x)=>(Number.isInteger(Math.round(x*1e4)/ 1e3)?x.toFixed(1):String(Number(x.toFixed(4)))),
};
function format(x,kind){
if(Number.isNaN(x))return "NaN";
if(!Number.isFinite(x))return x>0?"∞":"\u2212∞";
return tidy(KINDS[kind](x));
}
function literal(x){
if(Array.isArray(x))return `[${x.map(literal).join(", ")}]`;
return x===Infinity?"np.inf":String(x);
}
const temperatureText=(T)=>(T===Infinity?"inf":String(T));
function readNumber(text){
const x=/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)?Number(text):NaN;
return Number.isFinite(x)?x:NaN;
}
function readTemperature(value){
const text=String(value).trim();
const T=/^(inf|infinity|∞)$/i.test(text)?Infinity:readNumber(text);
return T>=0?T:NaN;
}
function set(node,attributes){
for(const[name,value]of Object.entries(attributes)){
if(value===undefined||value===false)node.removeAttribute(name);
else node.setAttribute(name,value===true?"":value);
}
return node;
}
function h(tag,attributes={},...children){
const node=set(document.createElement(tag),attributes);
node.append(...children);
return node;
}
function s(tag,attributes,parent){
const node=set(document.createElementNS("http://www.w3.org/2000/svg",tag),attributes);
parent?.append(node);
return node;
}
function pool(parent,tag,fixed,made=()=>{}){
const group=s("g",{},parent);
const nodes=[];
return(items)=>{
for(let i=nodes.length;i<items.length;i++){
nodes.push({node:s(tag,fixed,group),old:{}});
made(nodes[i].node,i);
}
nodes.forEach(({node,old},i)=>{
const item={display:i<items.length?undefined:"none",...items[i]};
for(const name in item){
if(old[name]===item[name])continue;
if(name==="text")node.textContent=item.text;
else set(node,{[name]:item[name]});
old[name]=item[name];
}
});
};
}
const clamp=(x,lo,hi)=>Math.min(Math.max(x,lo),hi);
const from=(n,value)=>Array.from({length:n},(_,i)=>value(i));
const TEMPERATURES=[
0,...from(20,(i)=>(i + 1)/ 20),...from(10,(i)=>(i + 11)/ 10),...from(12,(i)=>(i + 9)/ 4),
6,7,8,9,10,20,50,100,Infinity,
];
function nearestTemperature(T){
if(T===0)return 0;
if(T===Infinity)return TEMPERATURES.length - 1;
const inner=TEMPERATURES.slice(1,-1).map((t)=>Math.abs(Math.log(t / T)));
return 1 + inner.indexOf(Math.min(...inner));
}
const temperatureLabel=(T)=>(T===Infinity?"∞":String(T));
const codec={
temperature:{
write:(value)=>temperatureText(readTemperature(value)),
read:(text)=>(readTemperature(text)>=0?temperatureText(readTemperature(text)):undefined),
},
numbers:(least,most,lo,hi)=>({
write:(values)=>values.join("~"),
read(text){
const values=text?text.split("~").map(readNumber):[];
const fine=values.length>=least&&values.length<=most&&!values.some(Number.isNaN);
return fine?values.map((value)=>clamp(value,lo,hi)):undefined;
},
}),
number:(lo,hi)=>({
write:String,
read:(text)=>(Number.isNaN(readNumber(text))?undefined:clamp(readNumber(text),lo,hi)),
}),
choice:(...names)=>({write:String,read:(text)=>names.find((name)=>name===text)}),
flag:{write:(value)=>(value?"1":"0"),read:(text)=>[false,true][["0","1"].indexOf(text)]},
};
const randomId=()=>`smx-${Math.random().toString(36).slice(2, 10)}`;
const KEYS={"data-lm-suppress-shortcuts":true};
async function copyText(text,near){
try{
await navigator.clipboard.writeText(text);
return true;
}catch{
const area=h("textarea",{class:"visually-hidden"},text);
near.after(area);
area.select();
const done=document.execCommand("copy");
area.remove();
near.focus();
return done;
}
}
function drag(node,{start,move,end}){
let grip;
let box;
const on=(type,act)=>node.addEventListener(type,act);
const point=(event)=>({x:event.clientX - box.left,y:event.clientY - box.top});
const stop=()=>{
if(grip!==undefined)end();
grip=undefined;
};
on("pointerdown",(event)=>{
if(event.button!==0)return;
event.preventDefault();
node.setPointerCapture(event.pointerId);
box=node.ownerSVGElement.getBoundingClientRect();
grip=start(point(event));
});
on("pointermove",(event)=>grip!==undefined&&move(point(event),grip));
on("pointerup",stop);
on("pointercancel",stop);
node.addEventListener("touchstart",(event)=>event.preventDefault(),{passive:false});
}
const widget=(spec)=>({render:({model,el})=>render(spec,model,el)});
function render({name,title,state,presets,build},model,el){
const nth=Number(el.dataset.page??0);
const traits=Object.keys(state);
const read=()=>Object.fromEntries(traits.map((key)=>[key,model.get(key)]));
const initial=read();
const outputs=new Map();
const titleId=randomId();
let frame=0;
let timer=0;
let spent=0;
let changed=false;
const save=()=>model.save_changes();
function put(values,moving=false){
const start=performance.now();
complain("");
for(const[key,value]of Object.entries(values))model.set(key,value);
if(!moving||nth)save();
spent +=performance.now()- start;
}
const ask=()=>{frame||=requestAnimationFrame(draw);};
const onChange=()=>{
changed=true;
ask();
};
function draw(){
const start=performance.now();
frame=0;
const now=read();
view.draw(now);
code.textContent=view.python(now);
const entry=`softmaxlab:${name}`;
performance.clearMeasures(entry);
performance.measure(entry,{start:start - spent,end:performance.now()});
spent=0;
if(!changed)return;
changed=false;
clearTimeout(timer);
timer=setTimeout(()=>say(view.sentence()),400);
}
function say(text){
clearTimeout(timer);
status.textContent=text;
}
function complain(text,place=note){
place.textContent=text;
place.hidden=!text;
if(text)say(text);
}
function button(label,attributes,act){
const node=h("button",{type:"button",class:"smx-button",...KEYS,...attributes},label);
node.addEventListener("click",act);
return node;
}
function copyButton(label,text){
const node=button(label,{},async()=>{
const done=await copyText(text(),node);
complain(done?"":`Copying is not allowed here. The text: ${text()}`);
if(!done)return;
say("Copied.");
node.textContent="Copied";
setTimeout(()=>{node.textContent=label;},1500);
});
return node;
}
const fold=(label,...content)=>h("details",{class:"smx-fold"},
h("summary",{class:"smx-tab",...KEYS},label),h("div",{class:"smx-panel"},...content));
const scroll=(label,node)=>h("div",{class:"smx-scroll",tabindex:0,role:"group","aria-label":label},node);
const input=(type,attributes)=>h("input",{type,...KEYS,...attributes});
const ui={
put,ask,button,
controls:h("div",{class:"smx-controls"}),
pane(...caption){
const svg=s("svg",{class:"smx-svg"});
svg.pane={svg,width:320,height:200};
stage.append(h("div",{class:"smx-pane"},
h("div",{class:"smx-caption"},...caption.map((part)=>h("span",{},part))),svg));
observer.observe(svg);
return svg.pane;
},
drag:(node,moves)=>drag(node,{end:save,...moves}),
output(key,kind,py=key){
const node=h("output",{"data-k":key,"data-kind":kind,"data-py":py,"aria-live":"off"});
outputs.set(key,{node,kind});
return node;
},
show(values){
for(const[key,value]of Object.entries(values)){
const out=outputs.get(key);
if(!out||out.value===value)continue;
out.value=value;
set(out.node,{"data-value":value});
out.node.textContent=value===undefined?"":format(value,out.kind);
}
},
number(label,output){
const node=h("label",{},label,output);
numbers.append(node);
return node;
},
table(caption,head,rows){
const th=(scope)=>(cell)=>h("th",{scope},cell);
const line=([first,...cells])=>
h("tr",{},th("row")(first),...cells.map((cell)=>h("td",{},cell)));
table.replaceChildren(
h("caption",{},caption),
h("thead",{},h("tr",{},...head.map(th("col")))),
h("tbody",{},...rows.map(line)),
);
},
range({label,put:traitsAt,...limits}){
const id=randomId();
const value=h("span",{"aria-hidden":"true"});
const slider=input("range",{class:"smx-range",id,...limits});
slider.addEventListener("input",()=>put(traitsAt(Number(slider.value)),true));
slider.addEventListener("change",save);
return{
input:slider,
node:h("div",{class:"smx-field"},h("label",{for:id},label,value),slider),
show(position,words,text=""){
if(Number(slider.value)!==position)slider.value=position;
set(slider,{"aria-valuetext":words});
value.textContent=text;
},
};
},
temperature(){
const id=randomId();
const label=h("span",{},h("span",{class:"visually-hidden"},"Temperature "),"T");
const slider=ui.range({
label,min:0,max:TEMPERATURES.length - 1,step:1,
put:(i)=>({T:temperatureText(TEMPERATURES[i])}),
});
const box=input("text",{
class:"smx-box",inputmode:"decimal",autocomplete:"off",
"aria-label":"Temperature as a number","aria-describedby":id,
});
const error=h("p",{class:"smx-error",id,hidden:true});
const commit=()=>{
const T=readTemperature(box.value.replace(",","."));
const bad=Number.isNaN(T);
if(!bad)put({T:temperatureText(T)});
complain(bad?"T is 0, a positive number, or inf.":"",error);
set(box,{"aria-invalid":bad&&"true"});
if(!bad)ask();
};
box.addEventListener("change",commit);
box.addEventListener("keydown",(event)=>event.key==="Enter"&&commit());
ui.controls.append(h("div",{class:"smx-temperature"},slider.node,box,
h("div",{class:"smx-ends"},error,
...["0 argmax","1","∞ uniform"].map((text)=>h("span",{"aria-hidden":"true"},text)))));
return(T)=>{
box.value=temperatureLabel(T);
set(box,{"aria-invalid":false});
complain("",error);
slider.show(nearestTemperature(T),`T = ${box.value}${{ 0: ", argmax", Infinity: ", uniform" }[T] ?? ""}`);
};
},
choice(legend,key,options){
const group=randomId();
const radios=options.map(([value])=>input("radio",{name:group,value}));
radios.forEach((radio)=>radio.addEventListener("change",()=>put({[key]:radio.value})));
ui.controls.append(h("fieldset",{class:"smx-choice"},h("legend",{},legend),
...options.map(([,label],i)=>h("label",{},radios[i],label))));
return(value)=>radios.forEach((radio)=>{radio.checked=radio.value===value;});
},
check(label,key,off=false,on=true){
const box=input("checkbox");
box.addEventListener("change",()=>put({[key]:box.checked?on:off}));
return{node:h("label",{class:"smx-check"},box,label),show:(value)=>{box.checked=value===on;}};
},
};
const linkKey=nth>1?`w.${name}.${nth}`:`w.${name}`;
function readLink(){
const text=new URLSearchParams(location.search).get(linkKey);
if(text===null)return;
const found={};
for(const part of text.split(",")){
const[key,value,...more]=part.split(":");
const known=traits.includes(key)&&!(key in found)&&value!==undefined&&!more.length;
const read=known?state[key].read(value):undefined;
if(read===undefined){
complain("This link could not be read: here are the defaults.");
return;
}
found[key]=read;
}
put(found);
}
function link(){
const text=(key,values)=>`${key}:${state[key].write(values[key])}`;
const parts=traits.filter((key)=>["T","z"].includes(key)||text(key,read())!==text(key,initial));
const others=location.search.slice(1).split("&").filter((part)=>part&&!part.startsWith("w."));
const query=[...others,`${linkKey}=${parts.map((key) => text(key, read()))}`].join("&");
const anchor=el.closest("section[id]")?.id;
return `${location.href.split(/[?#]/)[0]}?${query}${anchor ? "#" + anchor : ""}`;
}
const observer=new ResizeObserver((entries)=>{
for(const{target,contentRect:{width,height}}of entries){
if(width)Object.assign(target.pane,{width,height});
}
ask();
});
const stage=h("div",{class:"smx-stage","aria-hidden":"true"});
const numbers=h("div",{class:"smx-numbers"});
const note=h("p",{class:"smx-note",hidden:true});
const status=h("p",{class:"visually-hidden",role:"status"});
const table=h("table",{class:"smx-table"});
const code=h("pre",{class:"smx-code"});
const root=h("section",{class:"smx","data-widget":name,"aria-labelledby":titleId},
h("div",{class:"smx-head"},
h("p",{class:"smx-title",id:titleId},title),
button("Reset",{},()=>{put(initial);ask();}),
nth?copyButton("Copy link",link):""),
stage,ui.controls,numbers,
h("div",{class:"smx-folds"},
fold("Presets",...presets.map(([label,items])=>h("div",{class:"smx-presets"},h("span",{},label),
...items.map(([text,values])=>button(text,{"aria-label":`${label}, ${text}`},()=>put(values)))))),
fold("Numbers",scroll("Numbers",table)),
fold("Show Python",scroll("Python",code),copyButton("Copy Python",()=>code.textContent))),
note,status);
const view=build(ui);
el.append(root);
if(nth)readLink();
draw();
traits.forEach((key)=>model.on(`change:${key}`,onChange));
set(root,{"data-ready":true});
return()=>{
traits.forEach((key)=>model.off(`change:${key}`,onChange));
observer.disconnect();
cancelAnimationFrame(frame);
clearTimeout(timer);
};
}
const crisp=(y)=>Math.round(y)+ 0.5;
function levels(svg,left){
const lines=pool(svg,"line",{class:"smx-grid",x1:left});
const labels=pool(svg,"text",{x:left - 8,"text-anchor":"end",dy:"0.35em"});
return(right,places)=>{
lines(places.map(([y])=>({x2:right,y1:crisp(y),y2:crisp(y)})));
labels(places.filter(([,text])=>text).map(([y,text])=>({y,text})));
};
}
const LEFT=46;
const TOP=12;
const BELOW=42;
const LEAST=0.001;
const MOST=0.98;
const ROUNDS=[[2,1,0.1],[1,1,0],[0.3,0.2,0.1],[102,101,100],[-1,0,1],[10,20,30]];
const START=from(3,()=>1 / 3);
const python=({z,guess})=>[
"import numpy as np",
"from softmaxlab import log_softmax, softmax",
"",
`z = np.array(${literal(z)})`,
`guess = np.array(${literal(guess)})`,
"",
"q = guess / guess.sum()",
"p = softmax(z)",
'print("guess", q, "softmax", p)',
"",
"# Kullback-Leibler divergence of the guess from softmax: 0 is perfect",
"score = np.sum(p * (log_softmax(z) - np.log(q)))",
'print("score =", score, "nats")',
"",
].join("\n");
function moved(guess,i,height){
const share=clamp(Math.round(height*100)/ 100,0.01,MOST);
const rest=sum(guess)- guess[i];
return guess.map((v,j)=>
(j===i?share:clamp(Math.round((v / rest)*(1 - share)*1e4)/ 1e4,LEAST,MOST)));
}
function bars(ui,pane){
const{svg}=pane;
const level=levels(svg,LEFT);
const guesses=pool(svg,"rect",{class:"smx-guess"});
const solid=pool(svg,"rect",{class:"smx-bar"});
const axis=s("path",{class:"smx-axis"},svg);
const caps=pool(svg,"rect",{class:"smx-cap",height:6,rx:3});
const logits=pool(svg,"text",{class:"smx-logit","text-anchor":"middle"});
const values=pool(svg,"text",{"text-anchor":"middle"});
const heads=pool(svg,"text",{x:0});
let last;
const handles=pool(svg,"rect",{class:"smx-grip smx-updown",height:44},(node,i)=>ui.drag(node,{
start:({y})=>y - last.y(last.q[i]),
move({y},grip){
ui.put({guess:moved(last.guess,i,(last.base - y + grip)/(last.base - TOP))},true);
},
}));
return({z,p,q,guess,shown})=>{
const right=pane.width - 8;
const base=pane.height - BELOW;
const y=(v)=>base - v*(base - TOP);
const column=(right - LEFT)/ 3;
const w=Math.min(Math.round(column*0.7),88);
const x=(i)=>Math.round(LEFT + column*(i + 0.5)- w / 2);
last={guess,q,y,base};
level(right,[[base,"0"],[y(0.5),"0.5"],[TOP,"1"]]);
set(axis,{d:`M${LEFT},${crisp(base)}H${right}`});
guesses(q.map((v,i)=>({x:x(i),width:w,y:y(v),height:base - y(v)})));
solid((shown?p:[]).map((v,i)=>({x:x(i)+ w / 4,width:w / 2,y:y(v),height:base - y(v)})));
caps(q.map((v,i)=>({x:x(i)+ w*0.3,width:w*0.4,y:y(v)- 3})));
heads([{y:base + 18,text:"z ="},{y:base + 36,text:shown?"p =":"q ="}]);
logits(z.map((v,i)=>({x:x(i)+ w / 2,y:base + 18,text:format(v,"z")})));
values((shown?p:q).map((v,i)=>({
x:x(i)+ w / 2,y:base + 36,text:format(v,"p"),class:shown?"smx-number":"",
})));
handles(q.map((v,i)=>({x:x(i),width:w,y:clamp(y(v)- 22,0,base - 22)})));
};
}
function build(ui){
const legend=h("span",{class:"smx-legend"},
h("span",{class:"smx-key"},"your guess q"),h("b",{class:"smx-key smx-now"},"softmax p"));
const draw=bars(ui,ui.pane("Probability p",legend));
let view;
const sliders=from(3,(i)=>ui.range({
label:`q[${i}]`,min:0.01,max:MOST,step:0.01,
put:(value)=>({guess:moved(view.guess,i,value)}),
}));
const hand=h("div",{class:"smx-columns"},...sliders.map((slider)=>slider.node));
hand.style.setProperty("--columns",3);
const look=ui.button("Look",{class:"smx-button smx-main"},()=>ui.put({shown:!view.shown}));
const another=ui.button("Another three",{},()=>{
const at=ROUNDS.findIndex((z)=>literal(z)===literal(view.z));
ui.put({z:ROUNDS[(at + 1)% ROUNDS.length],guess:START,shown:false});
});
const words=h("p",{class:"smx-words"});
ui.controls.append(hand,h("div",{class:"smx-row"},look,another),words);
const score=ui.number("score, nats (0 is perfect)",ui.output("score","nats"));
ui.table("The guess and softmax",["class","z","guess q","softmax p"],from(3,(i)=>[
i,ui.output(`z${i}`,"z",`z[${i}]`),ui.output(`q${i}`,"p",`q[${i}]`),ui.output(`p${i}`,"p",`p[${i}]`),
]));
return{
python,
draw({z,guess,shown}){
const total=sum(guess);
const q=guess.map((v)=>v / total);
const p=softmax(z);
const logs=logSoftmax(z);
const lost=sum(p.map((v,i)=>v*(logs[i]- Math.log(q[i]))));
view={z,guess,q,p,shown,lost};
draw(view);
look.textContent=shown?"Hide":"Look";
sliders.forEach((slider,i)=>{
const text=format(q[i],"p");
slider.show(guess[i],`guess ${text} for the logit ${format(z[i], "z")}`,` ${text}`);
});
words.textContent=shown?lesson(view):"Which bar is how high? Drag, then look.";
z.forEach((v,i)=>ui.show({[`z${i}`]:v,[`q${i}`]:q[i],[`p${i}`]:shown?p[i]:undefined}));
score.hidden=!shown;
ui.show({score:shown?lost:undefined});
},
sentence:()=>(view.shown
?`The score is ${format(view.lost, "nats")} nats. ${lesson(view)}`
:`Your guess: ${view.q.map((v) => format(v, "p")).join(", ")}.`),
};
}
function lesson({z}){
const best=max(z);
const second=max(z.filter((v)=>v<best));
const gap=best - second;
const times=Math.exp(gap);
if(second===-Infinity)return "No gaps: equal logits get equal shares.";
if(times===Infinity)return "So wide a gap leaves nothing that could be drawn for the others.";
const many=times<1e4?format(times,"count"):scientific(times);
const tie=z.filter((v)=>v===best).length>1?" The two best share.":"";
return `The gap of ${format(gap, "z")} between the best and the next makes a ratio of ${many}.${tie}`;
}
export default widget({
name:"guess",
title:"Guess softmax",
state:{
z:codec.numbers(3,3,-2000,2000),
guess:codec.numbers(3,3,LEAST,MOST),
shown:codec.flag,
},
presets:[["Logits",ROUNDS.slice(0,3).map((z)=>[literal(z),{z,guess:START,shown:false}])],
["More",ROUNDS.slice(3).map((z)=>[literal(z),{z,guess:START,shown:false}])]],
build,
});
