const tcss = require("pulumi-tcss");

const count = Number(process.env.RESOURCES ?? 1);
const [first] = Array.from({ length: count }, (_, n) => new tcss.PurchaseState(`tcss-${n}`));
exports.undefended = first.undefendCoresCnt;
