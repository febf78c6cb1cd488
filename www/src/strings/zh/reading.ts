/** In English until it is translated. */
export { reading } from "../en/reading";
