const tcss = require("pulumi-tcss");

// what nobody should do: the arguments of a resource are kept in state
const given = JSON.parse(process.env.GIVEN);
new tcss.PurchaseState("tcss", given);
