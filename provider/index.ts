export { provider } from "./dynamic/provider";
