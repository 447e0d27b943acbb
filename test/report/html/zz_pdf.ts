import { documents } from "./support/documents";
import { Viewer } from "./support/browser";
import { render } from "./support/render";
(async()=>{ const v=await Viewer.start();
 const {page}=await v.open(await render(documents().get("many")!),{colorScheme:"dark",viewport:{width:700,height:990}});
 await page.pdf({format:"A4",path:"/tmp/pages/many.pdf"}); await page.emulateMedia({media:"print"});
 await page.screenshot({path:"/tmp/pages/print.png",clip:{x:0,y:0,width:700,height:2600},fullPage:true}); await v.close(); })();
