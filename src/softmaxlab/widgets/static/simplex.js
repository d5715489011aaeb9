// Built from js/smath.mjs, js/format.mjs, js/kit.mjs, js/simplex.mjs by softmaxlab.widgets.build: edit those.
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
const LEVELS=[0.2,0.5,0.8,1];
const TICKS=[1,0.5,2];
const WHOLE=from(9,(i)=>i - 4);
const REACH=5;
const FLOOR=1.001e-6;
const MOST=1990;
const python=(state)=>[
"import numpy as np",
"from softmaxlab import entropy, softmax",
"",
`z = np.array(${literal(state.z)})`,
`T = ${literal(readTemperature(state.T))}`,
"",
"p = softmax(z, temperature=T)",
"H = entropy(p)",
'print("p =", p, "sum", p.sum())',
'print("H =", H, "nats,", H / np.log(2), "bits")',
'print("KL(p, uniform) =", np.log(3) - H, "nats")',
"",
"# The same point with logits of mean 0",
"c = z - z.mean()",
'print("centred", c)',
...(readTemperature(state.T)>0?[
"",
"# Its place in the plane",
"x, y = (z[:2] - z[2]) / T",
'print("x =", x, "y =", y)',
]:[]),
"",
].join("\n");
const mean=(z)=>(z[0]+ z[1]+ z[2])/ 3;
function nearest(q,floor){
let excess=0;
let total=0;
[...q].sort((a,b)=>b - a).forEach((v,i)=>{
total +=v - floor;
const shared=(total -(1 - 3*floor))/(i + 1);
if(v - floor>shared)excess=shared;
});
return q.map((v)=>Math.max(v - excess,floor));
}
function logitsAt(v,T){
const wide=v.map((x)=>T*(x - mean(v)));
const scale=Math.min(1,MOST / max(wide.map(Math.abs)));
const digits=clamp(4 - Math.floor(Math.log10(T)),0,100);
const round=(x)=>Number((x*scale).toFixed(digits));
const[a,b]=wide.map(round);
return[a,b,Number((-a - b).toFixed(digits))];
}
function crossing(of,value,end){
let[low,high]=[0,end];
for(let i=0;i<50;i++){
const middle=(low + high)/ 2;
if(of(middle)<value)low=middle;
else high=middle;
}
return low;
}
function contour(level){
const side=(share)=>[1 - share,share,0];
const last=crossing((share)=>entropy(side(share)),level,0.5);
const half=from(25,(i)=>{
const end=side(last*Math.sin((Math.PI*i)/ 48));
const inward=(t)=>end.map((v)=>v + t*(1 / 3 - v));
return inward(crossing((t)=>entropy(inward(t)),level,1));
});
const arc=[...half.slice(1).reverse().map(([a,b,c])=>[a,c,b]),...half];
return from(3,(turn)=>arc.map((p)=>from(3,(i)=>p[(i + 3 - turn)% 3])));
}
const rules=(k)=>[[[k,-Infinity,0],[k,Infinity,0]],[[-Infinity,k,0],[Infinity,k,0]]];
function temperatures(z){
const gaps=z.map((v)=>max(z)- v);
const most=max(gaps)*50;
if(!most)return[];
const least=Math.min(...gaps.filter((gap)=>gap>0))/ 30;
return[0,...from(97,(i)=>least*(most / least)**(i / 96)),Infinity];
}
const line=(points)=>"M" + points.map(([x,y])=>`${x.toFixed(1)},${y.toFixed(1)}`).join("L");
const RISE=Math.sqrt(3)/ 2;
function triangle({width,height}){
const side=Math.min(width - 8,(height - 44)/ RISE);
const middle=width / 2;
const top=(height - side*RISE)/ 2;
const bottom=top + side*RISE;
const at=(p)=>[middle +((p[2]- p[1])*side)/ 2,bottom - p[0]*side*RISE];
const place=(z,T=1)=>at(softmax(z,T));
return{
place,
outline:`${line([[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(at))}z`,
texts:[
{x:middle,y:top - 10,text:"class 0","text-anchor":"middle"},
{x:middle - side / 2,y:bottom + 19,text:"class 1"},
{x:middle + side / 2,y:bottom + 19,text:"class 2","text-anchor":"end"},
],
room:[0,top - 6,width,bottom + 6],
path:(z)=>temperatures(z).map((T)=>place(z,T)),
back(x,y){
const up=(bottom - y)/(side*RISE);
const right=((x - middle)*2)/ side;
return nearest([up,(1 - up - right)/ 2,(1 - up + right)/ 2],FLOOR).map(Math.log);
},
};
}
const LEFT=24;
const TOP=4;
const BELOW=40;
function plane({width,height}){
const side=Math.min(width - LEFT - 4,height - TOP - BELOW);
const unit=side /(2*REACH);
const at=(x,y)=>[LEFT +(REACH + x)*unit,TOP +(REACH - y)*unit];
const differences=(z)=>[z[0]- z[2],z[1]- z[2]];
const size=(z)=>max(differences(z).map(Math.abs));
const border=(z)=>at(...differences(z).map((d)=>(d / size(z))*REACH));
const bottom=TOP + side;
return{
place:(z,T=1)=>at(...differences(z).map((d)=>(d?clamp(d / T,-99,99):0))),
outline:`M${LEFT},${TOP}h${side}v${side}h${-side}z`,
texts:[
...[-4,0,4].flatMap((k)=>{
const text=format(k,"z").slice(0,-2);
const[x,y]=at(k,k);
return[
{x,y:bottom + 18,text,"text-anchor":"middle"},
{x:LEFT - 6,y,text,"text-anchor":"end",dy:"0.35em"},
];
}),
],
title:{x:LEFT + side / 2,y:bottom + 36},
room:[LEFT,TOP,LEFT + side,bottom],
path:(z)=>(size(z)?[at(0,0),border(z)]:[]),
beyond(z,T){
if(size(z)<=REACH*T*(1 + 1e-4))return undefined;
const[x,y]=differences(z);
const angle=Math.atan2(-y,x);
const[tipX,tipY]=border(z);
return{at:[tipX - 10*Math.cos(angle),tipY - 10*Math.sin(angle)],turn:(angle*180)/ Math.PI};
},
back:(x,y)=>[
clamp((x - LEFT)/ unit - REACH,-REACH,REACH),clamp(REACH -(y - TOP)/ unit,-REACH,REACH),0,
],
};
}
const DISC="M-8,0a8,8 0 1 0 16,0a8,8 0 1 0 -16,0";
const ARROW="M10,0l-19,-7l4,7l-4,7z";
function chart(ui,pane,map,arcs,kind){
const{svg}=pane;
const clip=randomId();
const inside=s("path",{},s("clipPath",{id:clip},svg));
const clipped=s("g",{"clip-path":`url(#${clip})`},svg);
const grid=s("path",{class:"smx-rule"},clipped);
const axes=s("path",{class:"smx-axis"},clipped);
const contours=s("path",{class:"smx-level"},clipped);
const frame=s("path",{class:"smx-frame"},svg);
const names=pool(svg,"text",{});
const title=s("text",{"text-anchor":"middle"},svg);
for(const[text,dy]of[["(z",0],[0,3],[" − z",-3],[2,3],[")/T",-3]]){
s("tspan",{dy,class:dy>0&&"smx-sub"},title).textContent=text;
}
const curve=s("path",{class:"smx-curve"},svg);
const rings=pool(svg,"circle",{class:"smx-ring",r:3.5});
const words=pool(svg,"text",{class:"smx-halo","text-anchor":"middle",dy:"0.35em"});
const knob=s("path",{class:kind},svg);
const grip=s("circle",{class:"smx-grip smx-roam",r:22},svg);
let drawn="";
let here;
let last;
ui.drag(grip,{
start:(point)=>[point.x - here[0],point.y - here[1]],
move:({x,y},[dx,dy])=>ui.put({z:logitsAt(last.back(x - dx,y - dy),last.T)},true),
});
return({z,T,show})=>{
const size=`${pane.width}|${pane.height}`;
const{place,beyond=()=>{},back,outline,texts,room,path,title:middle}=map(pane);
last={back,T};
if(size!==drawn){
drawn=size;
const across=(ks)=>ks.flatMap(rules).map((ends)=>line(ends.map((v)=>place(v)))).join("");
for(const node of[inside,frame])set(node,{d:outline});
set(grid,{d:across(WHOLE.filter((k)=>k))});
set(axes,{d:across([0])});
set(contours,{d:arcs.map((arc)=>line(arc.map((p)=>place(p.map(Math.log))))).join("")});
names(texts);
set(title,middle??{display:"none"});
}
set(contours,{display:show==="none"&&"none"});
const points=path(z);
set(curve,{d:points.length?line(points):""});
const out=beyond(z,T);
here=out?out.at:place(z,T);
const turn=out?` rotate(${out.turn})`:"";
set(knob,{d:out?ARROW:DISC,transform:`translate(${here})${turn}`});
set(grip,{cx:here[0],cy:here[1],display:!(T>0&&T<Infinity)&&"none"});
const clear=([x,y])=>!out||Math.hypot(x - here[0],y - here[1])>16;
const marks=points.length?TICKS.filter((t)=>!beyond(z,t)&&clear(place(z,t))):[];
rings(marks.map((t)=>({cx:place(z,t)[0],cy:place(z,t)[1]})));
words(beside(marks,T,(t)=>place(z,t),here,room));
};
}
function beside(marks,T,place,here,[left,top,right,bottom]){
const taken=[[...here,9,9]];
const free=([x,y,w,h])=>x - w>left&&x + w<right&&y - h>top&&y + h<bottom
&&taken.every(([a,b,c,d])=>Math.abs(x - a)>=w + c||Math.abs(y - b)>=h + d);
return marks.flatMap((t)=>{
const[x,y]=place(t);
const[ahead,behind]=[place(t*1.05),place(t / 1.05)];
const[dx,dy]=[ahead[0]- behind[0],ahead[1]- behind[1]];
const length=Math.hypot(dx,dy);
const hidden=t!==T&&Math.hypot(x - here[0],y - here[1])<9;
const text=String(t);
const boxes=[1,-1].map((side)=>
[x +(side*16*dy)/ length,y -(side*16*dx)/ length,2 + 4*text.length,8]);
const box=length>1e-6&&!hidden&&boxes.find(free);
if(!box)return[];
taken.push(box);
return[{x:box[0],y:box[1],text}];
});
}
const difference=(i)=>h("span",{},"z",h("sub",{},i)," − z",h("sub",{},2));
function build(ui){
const arcs=LEVELS.flatMap(contour);
const charts=[
chart(ui,ui.pane("Triangle: p"),triangle,arcs,"smx-knob"),
chart(ui,ui.pane(h("span",{},"Plane: (",difference(1),")/T")),plane,arcs,"smx-knob smx-there"),
];
let view;
const temperature=ui.temperature();
const sliders=[0,1].map((i)=>ui.range({
label:difference(i),min:-10,max:10,step:0.1,
put:(d)=>({z:view.z.with(i,clamp(Number((view.z[2]+ d).toFixed(10)),-2000,2000))}),
}));
const hand=h("div",{class:"smx-columns",role:"group","aria-label":"Point"},
...sliders.map((slider)=>slider.node));
hand.style.setProperty("--columns",2);
const check=ui.check(h("span",{class:"smx-key smx-levels"},"H = 1.0 (inmost), 0.8, 0.5, 0.2 nats"),"show","none","entropy");
ui.controls.append(hand,h("div",{class:"smx-row"},check.node,
h("span",{class:"smx-key"},"path of T (○ 0.5, 1, 2)"),h("span",{class:"smx-key smx-rules"},"plane’s grid")));
for(const i of[0,1,2])ui.number(h("span",{},"p",h("sub",{},i)),ui.output(`p${i}`,"p",`p[${i}]`));
ui.number("H, nats",ui.output("H","nats"));
ui.number("KL(p‖u)",ui.output("KL","nats","np.log(3) - H"));
const title=h("span");
ui.table(title,["class","z","z − mean","p"],[
...from(3,(i)=>[
i,ui.output(`given${i}`,"z",`z[${i}]`),ui.output(`z${i}`,"z",`c[${i}]`),ui.output(`pt${i}`,"p",`p[${i}]`),
]),
["sum","","",ui.output("sum","nats","p.sum()")],
["H, nats","","",ui.output("Ht","nats","H")],
["H, bits","","",ui.output("Hb","nats","H / np.log(2)")],
["KL(p‖uniform), nats","","",ui.output("KLt","nats","np.log(3) - H")],
[h("span",{},"(",difference(0),")/T"),"","",ui.output("x","size")],
[h("span",{},"(",difference(1),")/T"),"","",ui.output("y","size")],
]);
return{
python,
draw(state){
const{z}=state;
const T=readTemperature(state.T);
const p=softmax(z,T);
const H=entropy(p);
view={...state,T,p,H};
charts.forEach((draw)=>draw(view));
temperature(T);
check.show(state.show);
const said=p.map((v)=>format(v,"p")).join(", ");
sliders.forEach((slider,i)=>{
const d=z[i]- z[2];
const text=format(d,"z");
slider.show(d,`${text}, probabilities ${said}`,` ${text}`);
const at=d / T;
ui.show({["xy"[i]]:T>0&&Number.isFinite(at)?at:undefined});
});
title.textContent=`The point at T = ${temperatureLabel(T)}`;
const middle=mean(z);
z.forEach((v,i)=>ui.show({[`given${i}`]:v,[`z${i}`]:v - middle,[`p${i}`]:p[i],[`pt${i}`]:p[i]}));
const KL=Math.log(3)- H;
ui.show({H,Ht:H,Hb:bits(H),KL,KLt:KL,sum:sum(p)});
},
sentence(){
const{T,p,H}=view;
const top=p.indexOf(max(p));
return `T = ${temperatureLabel(T)}: largest is p[${top}] = ${format(p[top], "p")}, entropy ${format(H, "nats")} nats.`;
},
};
}
const at1=(z)=>[literal(z).replaceAll("-","\u2212"),{z,T:"1"}];
export default widget({
name:"simplex",
title:"Triangle and plane",
state:{
T:codec.temperature,
z:codec.numbers(3,3,-2000,2000),
show:codec.choice("entropy","none"),
},
presets:[
["Inside",[at1([2,1,0]),at1([2,1,0.1]),["Centre",{z:[0,0,0],T:"1"}]]],
["Far out",[at1([8,0,0]),at1([4,4,-4])]],
["A tie",[at1([2,2,1]),...["0.2","0"].map((T)=>[`T = ${T}`,{z:[2,2,1],T}])]],
],
build,
});
