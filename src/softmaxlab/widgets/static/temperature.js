// Built from js/smath.mjs, js/format.mjs, js/kit.mjs, js/draw.mjs, js/sliders.mjs, js/temperature.mjs by softmaxlab.widgets.build: edit those.
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
function linspace(a,b,n){
const step=(b - a)/(n - 1);
return Array.from({length:n},(_,i)=>(i===n - 1?b:i*step + a));
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
function logsumexp(z){
const m=max(z);
return Number.isFinite(m)?m + logNormaliser(gaps(z,1)):m;
}
const entropy=(p)=>0 - sum(p.map((v)=>(v===0?0:v*Math.log(v))));
const bits=(nats)=>nats / Math.LN2;
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
const fineText=(p)=>(p>0&&p<1e-4?scientific(p):format(p,"p"));
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
const tenth=(x)=>Math.round(x*10)/ 10;
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
function logitSliders(ui,limit,columns){
const node=h("div",{class:"smx-columns"});
let sliders=[];
let now=[];
const at=(i)=>()=>{
row.focus=i;
ui.ask();
};
const row={
node,
focus:-1,
fill(n){
row.focus=-1;
sliders=Array.from({length:n},(_,i)=>{
const slider=ui.range({
label:`z[${i}]`,min:-limit,max:limit,step:0.1,
put:(value)=>({z:now.with(i,tenth(value))}),
});
slider.input.addEventListener("focus",at(i));
slider.input.addEventListener("blur",at(-1));
return slider;
});
node.replaceChildren(...sliders.map((slider)=>slider.node));
node.style.setProperty("--columns",n>columns?Math.ceil(n / 2):n);
},
show(z,p){
now=z;
sliders.forEach((slider,i)=>{
const text=format(z[i],"z");
slider.show(z[i],`${text}, probability ${fineText(p[i])}`,` ${text}`);
});
},
};
return row;
}
const RANGES={"pm0.4":0.4,pm1:1,pm5:5};
const OUTLIER=6;
const MOST_BARS=8;
const OUTLINES=["a","b","c"];
function logits({set:name,z,outlier}){
const r=RANGES[name];
return r?[...linspace(-r,r,100),...(outlier?[OUTLIER]:[])]:z;
}
const editable=({set:name,z})=>name==="custom"&&z.length<=MOST_BARS;
function python(state){
const r=RANGES[state.set];
return[
"import numpy as np",
"from softmaxlab import entropy, softmax",
"",
r?`z = np.linspace(-${r}, ${r}, 100)`:`z = np.array(${literal(state.z)})`,
r&&state.outlier&&`z = np.append(z, ${OUTLIER})  # one outlier`,
`T = ${literal(readTemperature(state.T))}`,
"",
"p = softmax(z, temperature=T)",
"H = entropy(p)",
'print("p =", p, "largest", p.max())',
!editable(state)&&'print("others", np.sort(p)[:-1].sum())',
'print("H =", H, "nats,", H / np.log(2), "bits")',
'print("e^H =", np.exp(H))',
...(state.compare.length?[
"",
"# The outlines",
`compare = ${literal(state.compare)}`,
"P = np.array([softmax(z, temperature=t) for t in compare])",
"Hs = entropy(P)",
"print(P, Hs)",
]:[]),
"",
].filter((line)=>line!==false&&line!==undefined).join("\n");
}
const LEFT=46;
const RIGHT=8;
const TOP=10;
const BELOW=42;
function bars(ui,pane){
const svg=s("g",{},pane.svg);
const level=levels(svg,LEFT);
const tubes=pool(svg,"path",{class:"smx-ghost"});
const rungs=OUTLINES.map((name)=>pool(svg,"path",{class:`smx-ghost smx-${name}`}));
const solid=pool(svg,"rect",{class:"smx-bar"});
const cuts=OUTLINES.map((name)=>pool(svg,"path",{class:`smx-cut smx-${name}`}));
const axis=s("path",{class:"smx-axis"},svg);
const caps=pool(svg,"rect",{class:"smx-cap",height:6,rx:3});
const names=pool(svg,"text",{"text-anchor":"middle"});
const values=pool(svg,"text",{class:"smx-number","text-anchor":"middle"});
const heads=pool(svg,"text",{x:0});
let last;
const handles=pool(svg,"rect",{class:"smx-grip smx-updown",height:44},(node,i)=>ui.drag(node,{
start:({y})=>y - last.y(last.p[i]),
move({y},grip){
const{z,T,base}=last;
const p=clamp((base - y + grip)/(base - TOP),1e-4,1 - 1e-4);
const others=logsumexp(z.filter((_,j)=>j!==i).map((v)=>v / T));
const value=T*(Math.log(p /(1 - p))+ others);
ui.put({z:z.with(i,clamp(tenth(value),-10,10))},true);
},
}));
return({z,T,p,ghosts,focus,bars:visible})=>{
svg.style.display=visible?"":"none";
if(!visible)return;
const right=pane.width - RIGHT;
const column=(right - LEFT)/ z.length;
const crowded=column<54;
const base=pane.height - BELOW -(crowded?16:0);
const y=(v)=>base - v*(base - TOP);
const w=Math.min(Math.round(column*0.62),64);
const x=(i)=>Math.round(LEFT + column*(i + 0.5)- w / 2);
const movable=T>0&&T<Infinity;
last={z,T,p,y,base};
level(right,[[base,"0"],[y(0.5),"0.5"],[TOP,"1"]]);
set(axis,{d:`M${LEFT},${crisp(base)}H${right}`});
tubes(ghosts.length?p.map((_,i)=>{
const high=y(Math.max(...ghosts.map((ghost)=>ghost[i])));
return{d:`M${x(i) - 4.5},${base}V${high}M${x(i) + w + 4.5},${base}V${high}`};
}):[]);
OUTLINES.forEach((_,k)=>{
const ghost=ghosts[k]??[];
rungs[k](ghost.map((v,i)=>({d:`M${x(i) - 4.5},${y(v)}h${w + 9}`})));
cuts[k](ghost.map((v,i)=>({d:v<p[i]?`M${x(i)},${y(v)}h${w}`:""})));
});
solid(p.map((v,i)=>({x:x(i),width:w,y:y(v),height:base - y(v)})));
heads([{y:base + 18,text:"class"},{y:base + 36,text:"p ="}]);
names(p.map((_,i)=>({x:x(i)+ w / 2,y:base + 18,text:i})));
values(p.map((v,i)=>({
x:x(i)+ w / 2,
y:base + 36 +(crowded&&i % 2?16:0),
text:i===focus?fineText(v):format(v,"p"),
})));
const moved=movable?p:[];
caps(moved.map((v,i)=>({x:x(i)+ w*0.3,width:w*0.4,y:y(v)- 3})));
handles(moved.map((v,i)=>({x:x(i)- 6,width:w + 12,y:clamp(y(v)- 22,0,base - 22)})));
};
}
const FLOOR=-5;
function dots(pane){
const svg=s("g",{},pane.svg);
const hatch=randomId();
const pattern={id:hatch,width:6,height:6,patternUnits:"userSpaceOnUse",patternTransform:"rotate(45)"};
s("path",{class:"smx-hatch",d:"M0,0V6M3,0V6"},s("pattern",pattern,svg));
const level=levels(svg,LEFT);
const share=s("rect",{x:LEFT,y:2,height:12},svg);
const whole=s("rect",{class:"smx-frame",x:LEFT,y:2,height:12},svg);
const words=pool(svg,"text",{y:29});
const marks=pool(svg,"text",{"text-anchor":"middle"});
const lines=pool(svg,"path",{});
const points=pool(svg,"circle",{r:2.6});
const diamond=pool(svg,"path",{class:"smx-outlier"});
return({z,p,ghosts,largest,rest,ranges,outlier,bars:hidden})=>{
svg.style.display=hidden?"none":"";
if(hidden)return;
const right=pane.width - RIGHT;
const base=pane.height - BELOW;
const top=42;
const[lo,hi]=ranges?[-5.4,6.4]:[Math.min(...z),max(z)];
const x=(v)=>LEFT + 6 +((v - lo)/(hi - lo||1))*(right - LEFT - 12);
const y=(log10p)=>top +(Math.max(log10p,FLOOR)/ FLOOR)*(base - top);
set(share,{
width:(right - LEFT)*largest,
class:outlier?"":"smx-bar",
fill:outlier?`url(#${hatch})`:"",
});
set(whole,{width:right - LEFT});
words([
{class:outlier?"smx-number smx-warn":"smx-number",x:LEFT,text:`${outlier ? "◆ outlier" : "largest"} ${fineText(largest)}`},
{"text-anchor":"end",x:right,text:`the others ${fineText(rest)}`},
]);
level(right,[[y(0),"p = 1"],[y(-2),"0.01"],[y(-4),"10⁻⁴"]]);
marks([
...(ranges?[-5,0,5]:[lo,hi]).map((v)=>({x:x(v),y:base + 18,text:format(v,"z")})),
{x:(LEFT + right)/ 2,y:base + 36,text:"logit z"},
]);
const place=(v,q)=>`${x(v)},${y(Math.log10(q))}`;
lines(ghosts.map((ghost,k)=>({
class:`smx-ghost smx-${OUTLINES[k]}`,
d:`M${z.flatMap((v, i) => (ghost[i] < 10 ** FLOOR ? [] : place(v, ghost[i]))).join("L")}`,
})));
points((outlier?z.slice(0,-1):z).map((v,i)=>({
cx:x(v),cy:y(Math.log10(p[i])),class:p[i]<10**FLOOR?"smx-dot smx-hollow":"smx-dot",
})));
diamond(outlier?[{d:`M${place(OUTLIER, largest)}m0,-7l7,7l-7,7l-7,-7z`}]:[]);
};
}
const LO=0.04;
const HI=125;
const CURVE=from(97,(i)=>LO*(HI / LO)**(i / 96));
function curve(ui,pane){
const{svg}=pane;
const level=levels(svg,LEFT);
const counts=pool(svg,"text",{dy:"0.35em"});
const marks=pool(svg,"text",{"text-anchor":"middle"});
const axis=s("path",{class:"smx-axis"},svg);
const guide=s("path",{class:"smx-guide"},svg);
const limits=s("path",{class:"smx-curve smx-limits"},svg);
const line=s("path",{class:"smx-curve"},svg);
const rings=pool(svg,"circle",{class:"smx-ring",r:4.5});
const dot=s("circle",{class:"smx-knob",r:8},svg);
const grip=s("circle",{class:"smx-grip smx-leftright",r:22},svg);
const margin=34;
let drawn="";
let here;
const x=(T)=>{
const right=pane.width - margin - 8;
if(T===0||T===Infinity)return T===0?LEFT + 8:right;
return LEFT + 34 + clamp(Math.log(T / LO)/ Math.log(HI / LO),-0.04,1.04)*(right - LEFT - 60);
};
const away=(T,px)=>Math.abs(x(T)- px);
ui.drag(grip,{
start:(point)=>point.x - here,
move(point,offset){
const near=TEMPERATURES.reduce((best,T)=>
(away(T,point.x - offset)<away(best,point.x - offset)?T:best));
ui.put({T:temperatureText(near)},true);
},
});
return({z,T,H,compare,Hs})=>{
const right=pane.width - margin;
const base=pane.height - BELOW;
const K=z.length;
const y=(nats)=>base -(nats / Math.log(K))*(base - TOP);
const key=`${z}|${right}|${base}`;
if(key!==drawn){
drawn=key;
const H_=(t)=>y(entropy(softmax(z,t)));
set(line,{d:CURVE.map((t,i)=>`${i ? "L" : "M"}${x(t).toFixed(1)},${H_(t).toFixed(1)}`).join("")});
set(limits,{d:`M${x(0)},${H_(0)}L${x(LO)},${H_(LO)}M${x(HI)},${H_(HI)}L${x(Infinity)},${H_(Infinity)}`});
set(axis,{d:`M${LEFT},${crisp(base)}H${right}`});
const step=K>8?1:0.5;
level(right,[...from(Math.floor(Math.log(K)/ step)+ 1,(i)=>[y(i*step),String(i*step)]),[TOP,""]]);
const few=K>8?[1,3,10,30]:[1,2,4];
counts([...few.filter((k)=>k<0.7*K),K].map((k)=>({x:right + 8,y:y(Math.log(k)),text:k})));
marks([
...[0,0.1,1,10,100,Infinity].map((t)=>({x:x(t),y:base + 18,text:temperatureLabel(t)})),
{x:(LEFT + right)/ 2,y:base + 36,text:"temperature T"},
]);
}
here=x(T);
set(guide,{d:`M${LEFT},${y(H)}H${right}M${here},${y(H)}V${base}`});
rings(compare.map((t,k)=>({cx:x(t),cy:y(Hs[k])})));
for(const node of[dot,grip])set(node,{cx:here,cy:y(H)});
};
}
const choices=()=>h("span",{},"choices e",h("sup",{class:"smx-up"},"H"));
function build(ui){
const now=h("b",{class:"smx-key smx-now"});
const legend=h("span",{class:"smx-legend"});
const chances=ui.pane("Probability p",legend);
const information=ui.pane("Entropy (nats)",choices());
const drawings=[bars(ui,chances),dots(chances),curve(ui,information)];
const temperature=ui.temperature();
const choice=ui.choice("Logits","set",[
["custom","by hand"],
...Object.entries(RANGES).map(([key,r])=>[key,`±${r}`]),
]);
const hand=logitSliders(ui,10,4);
const check=ui.check("outlier at 6","outlier");
const count=h("span",{class:"smx-quiet"});
const many=h("div",{class:"smx-row"},count,check.node);
ui.controls.append(hand.node,many);
ui.number("H, nats",ui.output("H","nats"));
ui.number("H, bits",ui.output("Hb","nats","H / np.log(2)"));
ui.number(choices(),ui.output("eff","count","np.exp(H)"));
const largestNumber=ui.number("largest p",ui.output("top","p","p.max()"));
const outlierNumber=ui.number("outlier p",ui.output("outlier","p","p[-1]"));
const columnT=h("span");
let form="";
let view;
function rebuild({z,compare,bars:few}){
hand.fill(few?z.length:0);
legend.replaceChildren(now,...compare.map((t,k)=>
h("span",{class:`smx-key smx-${OUTLINES[k]}`},temperatureLabel(t))));
const row=(key,kind,py,pys)=>[
ui.output(key,kind,py),
...compare.map((_,k)=>ui.output(`${key}.${k}`,kind,pys.replace("#",k))),
];
ui.table(
"Probabilities and entropy",
["class","z",columnT,...compare.map((t)=>`T = ${temperatureLabel(t)}`)],
[
...z.map((_,i)=>[i,ui.output(`z${i}`,"z",`z[${i}]`),...row(`p${i}`,"p",`p[${i}]`,`P[#][${i}]`)]),
...(few?[]:[["others","",ui.output("rest","p","np.sort(p)[:-1].sum()")]]),
["H, nats","",...row("Ht","nats","H","Hs[#]")],
],
);
}
function draw(state){
const z=logits(state);
const{compare}=state;
const T=readTemperature(state.T);
const p=softmax(z,T);
const H=entropy(p);
const top=p.indexOf(max(p));
const ghosts=compare.map((t)=>softmax(z,t));
const r=RANGES[state.set];
const outlier=Boolean(r)&&state.outlier;
view={
z,T,p,H,compare,ghosts,Hs:ghosts.map(entropy),focus:hand.focus,outlier,
ranges:Boolean(r),
bars:editable(state),
largest:p[top],
rest:sum(p.filter((_,i)=>i!==top)),
};
const wanted=`${z.length}|${view.bars}|${compare}`;
if(form!==wanted)rebuild(view);
form=wanted;
hand.node.hidden=!view.bars;
many.hidden=view.bars;
check.node.hidden=!r;
count.textContent=`${z.length} logits`;
outlierNumber.hidden=!outlier;
largestNumber.hidden=outlier;
now.textContent=columnT.textContent=`T = ${temperatureLabel(T)}`;
temperature(T);
choice(state.set);
check.show(state.outlier);
hand.show(z,p);
drawings.forEach((drawing)=>drawing(view));
ui.show({
H,Hb:bits(H),eff:Math.exp(H),top:view.largest,outlier:outlier?p.at(-1):undefined,
Ht:H,rest:view.rest,
});
z.forEach((v,i)=>ui.show({[`z${i}`]:v,[`p${i}`]:p[i]}));
ghosts.forEach((q,k)=>{
ui.show({[`Ht.${k}`]:view.Hs[k]});
q.forEach((v,i)=>ui.show({[`p${i}.${k}`]:v}));
});
}
function sentence(){
const{T,p,H,largest}=view;
const words=`largest is p[${p.indexOf(largest)}] = ${format(largest, "p")}`;
return `T = ${temperatureLabel(T)}: ${words}, entropy ${format(H, "nats")} nats.`;
}
return{draw,python,sentence};
}
const atThree=(values)=>["0.5","1","3"].map((T)=>[`T = ${T}`,{...values,T}]);
export default widget({
name:"temperature",
title:"Temperature",
state:{
T:codec.temperature,
z:codec.numbers(2,101,-2000,2000),
compare:codec.numbers(0,3,0,Number.MAX_VALUE),
set:codec.choice("custom",...Object.keys(RANGES)),
outlier:codec.flag,
},
presets:[
...[[2,1,0.1],[2,3,8],[2,1,0]].map((z)=>[literal(z),atThree({set:"custom",z})]),
...Object.entries(RANGES).map(([key,r])=>[`±${r}, outlier`,atThree({set:key,outlier:true})]),
],
build,
});
