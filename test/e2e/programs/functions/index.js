const tcss = require("pulumi-tcss");

module.exports = async () => ({ state: (await tcss.getPurchaseState()).state });
