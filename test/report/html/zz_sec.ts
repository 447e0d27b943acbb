import { documents } from "./support/documents";
import { Viewer } from "./support/browser";
import { render } from "./support/render";
(async()=>{ const v=await Viewer.start(); const [,,n,scheme,w,sel,open]=process.argv;
 const {page}=await v.open(await render(documents().get(n!)!),{colorScheme:scheme as "dark",viewport:{width:Number(w),height:900}});
 if(open) await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
 await page.locator(sel!).first().screenshot({path:"/tmp/pages/sec.png"}); await v.close(); })();
