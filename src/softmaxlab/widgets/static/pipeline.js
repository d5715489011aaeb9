// Built from js/smath.mjs, js/format.mjs, js/kit.mjs, js/draw.mjs, js/sliders.mjs, js/pipeline.mjs by softmaxlab.widgets.build: edit those.
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
function softmax(z,T=1){
const weights=gaps(z,T).map(Math.exp);
const total=sum(weights);
return weights.map((w)=>w / total);
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
const FACTORS=[0.01,0.02,0.05,0.1,0.2,0.5,1,2,3,5,10];
const LIMIT=30;
const ENDS=[5,10,20,30,50,100,200,300,500,1000,2000,3000,5000,10000,20000,30000];
const python=({z,c,k})=>[
"import numpy as np",
"from softmaxlab import entropy, softmax",
"",
`z = np.array(${literal(z)})`,
`c = ${literal(c)}  # level`,
`k = ${literal(k)}  # stretch`,
"",
"x = k * z + c",
"e = np.exp(x - x.max())  # in units of the largest",
"p = softmax(x)",
"H = entropy(p)",
"shift = np.abs(p - softmax(k * z)).max()  # the most that c has changed",
"odds01 = np.exp(x[0] - x[1])  # p[0] / p[1], also where p[1] is too small for a float",
'print("p =", p, "sum", p.sum(), "denominator", e.sum())',
'print("H =", H, "nats,", H / np.log(2), "bits")',
'print("shift", shift, "odds", odds01)',
"",
].join("\n");
const HEAD=28;
const ROW=34;
const AXIS=18;
const STRIP=44;
const NAMES=20;
const GAP=14;
function drawing(ui,pane,hand){
const{svg}=pane;
const heads=pool(svg,"text",{y:18});
const names=pool(svg,"text",{x:0});
const zero=s("path",{class:"smx-axis"},svg);
const tracks=pool(svg,"line",{class:"smx-grid"});
const logits=pool(svg,"rect",{class:"smx-score",height:9});
const weights=pool(svg,"rect",{class:"smx-weight",height:9});
const chances=pool(svg,"rect",{class:"smx-bar",height:9});
const thread=s("path",{class:"smx-thread"},svg);
const texts=pool(svg,"text",{});
const ends=pool(svg,"text",{class:"smx-tick"});
const caps=pool(svg,"rect",{class:"smx-cap smx-scored",width:6,height:15,rx:3});
const parts=pool(svg,"rect",{height:14});
const frame=s("rect",{class:"smx-frame",height:14},svg);
const total=pool(svg,"text",{});
let last;
const handles=pool(svg,"rect",{class:"smx-grip smx-leftright",width:44},(node,i)=>ui.drag(node,{
start(point){
hand.focus=i;
ui.ask();
return{from:point.x - last.end(last.x[i]),scale:last.scale};
},
move(point,grip){
const{middle,half,c,k,z}=last;
const x=((point.x - grip.from - middle)/ half)*grip.scale;
ui.put({z:z.with(i,clamp(tenth((x - c)/ k),-LIMIT,LIMIT))},true);
},
}));
return({z,c,k,x,e,p,focus})=>{
const column=(pane.width - NAMES - 2*GAP)/ 3;
const left=[0,1,2].map((i)=>NAMES + i*(column + GAP));
const row=(pane.height - HEAD - AXIS - STRIP)/ x.length;
const top=(i)=>HEAD + i*row + Math.max(0,(row - ROW)/ 2);
const bar=(i)=>top(i)+ 20;
const size=max(x.map(Math.abs));
const scale=ENDS.find((v)=>v>=size);
const middle=left[0]+ column / 2;
const half=column / 2 - 4;
const end=(v)=>middle +(v / scale)*half;
last={z,c,k,x,end,scale,middle,half};
heads([
{x:left[0],text:column>120?"logit x = kz + c":"x = kz + c"},{x:left[1],text:"exp(x − m)"},{x:left[2],text:"p"},
]);
names(x.map((_,i)=>({y:bar(i)+ 9,text:i,class:i===focus?"smx-number":""})));
const below=HEAD + row*x.length;
set(zero,{d:`M${crisp(middle)},${HEAD}V${below}`});
const need=18*String(scale).length;
const words=[need + 14<column?-scale:"",need + 40<column?0:"",scale];
ends(words.map((v,i)=>({
x:left[0]+(column / 2)*i,y:below + 14,text:v<0?`\u2212${-v}`:v,
"text-anchor":["start","middle","end"][i],
})));
tracks(x.flatMap((_,i)=>left.slice(1).map((at)=>
({x1:at,x2:at + column,y1:crisp(bar(i)+ 4),y2:crisp(bar(i)+ 4)}))));
logits(x.map((v,i)=>({x:Math.min(middle,end(v)),width:Math.abs(end(v)- middle),y:bar(i)})));
weights(e.map((v,i)=>({x:left[1],width:v*column,y:bar(i)})));
chances(p.map((v,i)=>({x:left[2],width:v*column,y:bar(i)})));
texts(x.flatMap((v,i)=>[
{x:left[0],y:top(i)+ 14,text:format(v,"z"),class:"smx-logit smx-halo"},
{x:left[1],y:top(i)+ 14,text:i===focus?fineText(e[i]):format(e[i],"p"),class:""},
{x:left[2],y:top(i)+ 14,text:i===focus?fineText(p[i]):format(p[i],"p"),class:"smx-number"},
]));
const y=bar(focus)+ 4;
set(thread,{d:`M${Math.max(middle, end(x[focus]))},${y}H${left[1]}M${left[1] + e[focus] * column},${y}H${left[2]}`});
caps(x.map((v,i)=>({x:end(v)- 3,y:bar(i)- 3})));
handles(x.map((v,i)=>({
x:clamp(end(v)- 22,left[0]- 10,left[0]+ column - 34),y:bar(i)+ 4 - Math.max(row,44)/ 2,
height:Math.max(row,44),
})));
const base=pane.height - STRIP + 8;
const width=pane.width - left[1];
let at=left[1];
parts(p.map((v,i)=>{
const part={x:at,y:base,width:v*width,class:i===focus?"smx-bar":"smx-part"};
at +=v*width;
return part;
}));
set(frame,{x:left[1],y:base,width});
total([
{x:left[0],y:base + 12,text:"denominator",class:""},
{x:left[1],y:base + 32,text:`Σ = ${format(sum(e), "nats")}`,class:""},
]);
};
}
function build(ui){
const largest=h("span");
const pane=ui.pane("Three steps",largest);
const hand=logitSliders(ui,LIMIT,3);
const draw=drawing(ui,pane,hand);
const level=ui.range({label:"level c",min:-20,max:20,step:0.1,put:(c)=>({c:tenth(c)})});
const stretch=ui.range({label:"stretch k",min:0,max:FACTORS.length - 1,step:1,put:(i)=>({k:FACTORS[i]})});
const both=h("div",{class:"smx-columns smx-both"},level.node,stretch.node);
both.style.setProperty("--columns",2);
ui.controls.append(hand.node,both);
ui.number("sum",ui.output("sum","nats","p.sum()"));
ui.number("H, nats",ui.output("H","nats"));
ui.number("p[0] : p[1]",ui.output("odds01","size"));
ui.number("|Δp| by c",ui.output("shift","size"));
let view;
function rebuild({z}){
hand.fill(z.length);
ui.table("Three steps",["class","z","kz + c","exp(x − m)","p"],[
...z.map((_,i)=>[
i,ui.output(`z${i}`,"z",`z[${i}]`),ui.output(`x${i}`,"z",`x[${i}]`),
ui.output(`e${i}`,"p",`e[${i}]`),ui.output(`p${i}`,"p",`p[${i}]`),
]),
["sum","","",ui.output("total","nats","e.sum()"),ui.output("sum1","nats","p.sum()")],
["H, nats","","","",ui.output("H1","nats","H")],
["H, bits","","","",ui.output("Hb","nats","H / np.log(2)")],
]);
}
return{
python,
draw({z,c,k}){
const x=z.map((v)=>k*v + c);
const m=max(x);
const e=x.map((v)=>Math.exp(v - m));
const p=softmax(x);
const before=softmax(z.map((v)=>k*v));
const H=entropy(p);
if(view?.z.length!==z.length)rebuild({z});
pane.svg.style.height=`${Math.max(250, ROW * z.length + HEAD + AXIS + STRIP)}px`;
const focus=hand.focus<0?p.indexOf(max(p)):hand.focus;
largest.textContent=`m = ${format(m, "z")}, the largest x`;
view={z,c,k,x,e,p,H,focus};
draw(view);
hand.show(z,p);
level.show(c,`c = ${format(c, "z")}`,` = ${format(c, "z")}`);
const near=FACTORS.map((v)=>Math.abs(Math.log(v / k)));
stretch.show(near.indexOf(Math.min(...near)),`k = ${literal(k)}`,` = ${literal(k)}`);
z.forEach((v,i)=>ui.show({[`z${i}`]:v,[`x${i}`]:x[i],[`e${i}`]:e[i],[`p${i}`]:p[i]}));
ui.show({
H,H1:H,Hb:bits(H),sum:sum(p),sum1:sum(p),total:sum(e),
odds01:Math.exp(x[0]- x[1]),shift:max(p.map((v,i)=>Math.abs(v - before[i]))),
});
},
sentence(){
const{c,k,p,H}=view;
const top=max(p);
return `c = ${format(c, "z")}, k = ${literal(k)}: largest is p[${p.indexOf(top)}] = `
+ `${format(top, "p")}, entropy ${format(H, "nats")} nats.`;
},
};
}
const fresh=(z,k=1)=>[k===1?literal(z):`${literal(z)}, k = ${k}`,{z,c:0,k}];
export default widget({
name:"pipeline",
title:"Pipeline",
state:{
z:codec.numbers(2,6,-2000,2000),
c:codec.number(-20,20),
k:codec.number(0.01,10),
},
presets:[
["Few",[fresh([2,1,0.1]),fresh([2,3,8]),fresh([2,1,0])]],
["Large",[fresh([10,20,30]),fresh([10,20,30],0.01),fresh([1000,1001,1002])]],
],
build,
});
