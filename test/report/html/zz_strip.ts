import { documents } from "./support/documents";
import { Viewer } from "./support/browser";
import { render } from "./support/render";
// several windows of one page side by side
(async()=>{ const v=await Viewer.start(); const [,,n,scheme,w,from,count,open]=process.argv;
 const {page}=await v.open(await render(documents().get(n!)!),{colorScheme:scheme as "dark",viewport:{width:Number(w),height:1500}});
 if(open) await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
 const imgs:string[]=[];
 for(let k=0;k<Number(count);k++){ await page.evaluate(`document.documentElement.style.scrollBehavior='auto';window.scrollTo(0,${Number(from)+k*1500})`); imgs.push((await page.screenshot()).toString("base64")); }
 const p2=await v.open(`<body style="margin:0;display:flex;gap:10px">${imgs.map(i=>`<img src="data:image/png;base64,${i}">`).join("")}`,{viewport:{width:(Number(w)+10)*Number(count),height:1500}});
 await p2.page.waitForTimeout(300); await p2.page.screenshot({path:"/tmp/pages/strip.png"}); await v.close(); })();
