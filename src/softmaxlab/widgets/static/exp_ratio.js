// Built from js/format.mjs, js/kit.mjs, js/draw.mjs, js/exp_ratio.mjs by softmaxlab.widgets.build: edit those.
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
const LEFT=46;
const RIGHT=60;
const TOP=32;
const BELOW=44;
const INSET=8;
const LO=-5;
const HI=5;
const HEIGHT=150;
const APART=22;
const TENS=[-3,3];
const STEPS=from(201,(i)=>LO +((HI - LO)*i)/ 200);
const python=({x,d})=>[
"import numpy as np",
"",
`x = ${literal(x)}`,
`d = ${literal(d)}`,
"",
"ex = np.exp(x)",
"exd = np.exp(x + d)",
"ratio = exd / ex",
'print("heights", ex, exd)',
'print("ratio", ratio, "and e^d", np.exp(d))',
"",
].join("\n");
function drawing(ui,pane){
const{svg}=pane;
const level=levels(svg,LEFT);
const marks=pool(svg,"text",{"text-anchor":"middle"});
const axis=s("path",{class:"smx-axis"},svg);
const guides=s("path",{class:"smx-guide"},svg);
const curve=s("path",{class:"smx-curve"},svg);
const step=s("path",{class:"smx-step"},svg);
const bracket=s("path",{class:"smx-bracket"},svg);
const words=pool(svg,"text",{class:"smx-logit"});
const dots=pool(svg,"circle",{});
const arrows=pool(svg,"path",{});
const places=pool(svg,"text",{x:LEFT + 32,class:"smx-halo",dy:"0.35em"});
const grip=s("circle",{class:"smx-grip smx-leftright",r:22},svg);
let last;
ui.drag(grip,{
start:(point)=>point.x - last.px,
move:(point,offset)=>ui.put({x:clamp(tenth(last.at(point.x - offset)),-10,10)},true),
});
return({x,d,logy,ex,exd,ratio})=>{
const right=pane.width - RIGHT;
const base=pane.height - BELOW;
const span=right - LEFT - 2*INSET;
const px=(v)=>LEFT + INSET +((v - LO)/(HI - LO))*span;
const share=logy
?(v)=>(Math.log10(v)- TENS[0])/(TENS[1]- TENS[0])
:(v)=>v / HEIGHT;
const py=(v)=>base - share(v)*(base - TOP);
const dot=(v,y,kind)=>{
const at=clamp(px(v),px(LO),px(HI));
const out=Math.abs(px(v)- at)<1e-6?0:Math.sign(v);
return{v,y,kind,out,cx:at,cy:clamp(py(y),TOP,base)};
};
const[a,b]=[dot(x,ex,"smx-knob"),dot(x + d,exd,"smx-second")];
if(b.out)b.cy=Math.min(b.cy,a.cy - APART);
const outside=[a,b].filter((one)=>one.out);
const dashed=outside.length?"3 3":undefined;
last={px:a.cx,at:(at)=>LO +((at - LEFT - INSET)/ span)*(HI - LO)};
level(right,logy
?["0.001","0.01","0.1","1","10","100","1000"].map((text)=>[py(Number(text)),text])
:[0,50,100,150].map((v)=>[py(v),String(v)]));
marks([
...[-5,-2.5,0,2.5,5].map((v)=>({x:px(v),y:base + 20,text:format(v,"z")})),
{x:(LEFT + right)/ 2,y:base + 38,text:"x (no unit)"},
]);
set(axis,{d:`M${LEFT},${crisp(base)}H${right}`});
const end=logy?HI:Math.log(HEIGHT);
const shown=[...STEPS.filter((v)=>v<end),Math.min(end,HI)].filter((v)=>!logy||Math.exp(v)>=10**TENS[0]);
set(curve,{d:shown.map((v,i)=>`${i ? "L" : "M"}${px(v).toFixed(1)},${py(Math.exp(v)).toFixed(1)}`).join("")});
set(guides,{d:`M${a.cx},${a.cy}H${right}M${b.cx},${b.cy}H${right}`});
set(step,{"stroke-dasharray":dashed,d:`M${a.cx},${a.cy}H${b.cx}V${b.cy}`});
set(bracket,{"stroke-dasharray":dashed,d:`M${right + 2},${a.cy}h5V${b.cy}h-5`});
words([
{
x:right + 10,y:clamp((a.cy + b.cy)/ 2,8,base - 4),dy:"0.35em",
text:`×${ratio < 9.995 ? ratio.toFixed(2) : ratio.toFixed(1)}`,
},
]);
const listed=outside.map((one,i)=>({...one,cx:LEFT + 16,cy:12 + APART*i}));
const drawn=[b,a,...listed];
dots(drawn.map(({cx,cy,kind,out})=>({cx,cy,class:kind,r:out?8:7})));
arrows(drawn.map(({cx,cy,kind,out})=>({
class:kind==="smx-knob"?"smx-arrow smx-within":"smx-arrow",d:out?`M${cx + 4.5 * out},${cy}l${-7 * out},-4v8z`:"",
})));
places(listed.map(({cy,v,y})=>({y:cy,text:`(${format(v, "z")}, ${format(y, "size")})`})));
set(grip,{cx:a.cx,cy:a.cy});
};
}
function build(ui){
const draw=drawing(ui,ui.pane("Height of eˣ",h("span",{class:"smx-legend"},
h("b",{class:"smx-key smx-now"},"at x"),h("span",{class:"smx-key smx-then"},"at x + d"))));
const slider=(label,key,min,max)=>ui.range({
label,min,max,step:0.1,put:(value)=>({[key]:tenth(value)}),
});
const place=slider("x","x",-10,10);
const distance=slider("d","d",0.1,3);
const columns=h("div",{class:"smx-columns"},place.node,distance.node);
columns.style.setProperty("--columns",2);
const check=ui.check("logarithmic axis","logy");
ui.controls.append(columns,check.node);
const power=(exponent)=>h("span",{},"e",h("sup",{class:"smx-up"},exponent));
ui.number(power("x"),ui.output("ex","size"));
ui.number(power("x + d"),ui.output("exd","size"));
ui.number("their ratio",ui.output("ratio","size"));
ui.number(power("d"),ui.output("ed","size","np.exp(d)"));
ui.table("Two heights",["what","x or d","value"],[
["first",ui.output("x0","z","x"),ui.output("y0","size","ex")],
["second",ui.output("x1","z","x + d"),ui.output("y1","size","exd")],
["ratio of the heights",ui.output("x2","z","d"),ui.output("y2","size","ratio")],
["e to the power d",ui.output("x3","z","d"),ui.output("y3","size","np.exp(d)")],
]);
let view;
return{
python,
draw({x,d,logy}){
const ex=Math.exp(x);
const exd=Math.exp(x + d);
view={x,d,logy,ex,exd,ratio:exd / ex};
draw(view);
check.show(logy);
place.show(x,`x = ${format(x, "z")}, e^x = ${format(ex, "size")}, ratio ${format(view.ratio, "size")}`,` = ${format(x, "z")}`);
distance.show(d,`d = ${format(d, "z")}, ratio ${format(view.ratio, "size")}`,` = ${format(d, "z")}`);
ui.show({
ex,exd,ratio:view.ratio,ed:Math.exp(d),
x0:x,x1:x + d,x2:d,x3:d,y0:ex,y1:exd,y2:view.ratio,y3:Math.exp(d),
});
},
sentence(){
const{x,d,ex,ratio}=view;
return `x = ${format(x, "z")}: e^x is ${format(ex, "size")}, `
+ `one step of ${format(d, "z")} multiplies it by ${format(ratio, "size")}.`;
},
};
}
export default widget({
name:"exp_ratio",
title:"Heights and ratio",
state:{x:codec.number(-10,10),d:codec.number(0.1,3),logy:codec.flag},
presets:[
["x",[-5,0,5].map((x)=>[`x = ${format(x, "z")}`,{x,d:1}])],
["d",[["0.7",{d:0.7}],["1",{d:1}],["3",{d:3}]]],
],
build,
});
