/**
 * The scripts that the page starts beside its own, each by its name. Their addresses are made within a
 * policy of Trusted Types, and the page's Content Security Policy lets no other address start anything:
 * https://w3c.github.io/trusted-types/dist/spec/
 */

/** In the page's list of policies (index.html), beside Lit's own. */
const POLICY = "wordlight";

export type Script = "engine" | "service-worker";

/** As much of it as is used; the types that come with TypeScript do not have it yet. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(input: string): string },
  ): { createScriptURL(input: string): unknown };
}

/** Each address is made when it is first wanted, and once. */
export function scriptsOf(
  addresses: Partial<Record<Script, () => string>>,
): (name: Script) => string {
  const known = new Map(Object.entries(addresses));
  const made = new Map<string, string>();
  const addressOf = (name: string): string => {
    const address = made.get(name) ?? known.get(name)?.();
    if (address === undefined) throw new TypeError(`no script is called ${name}`);
    made.set(name, address);
    return address;
  };
  let policy: ReturnType<PolicyFactory["createPolicy"]> | null = null;
  return (name) => {
    policy ??= newPolicy(addressOf);
    return (policy?.createScriptURL(name) ?? addressOf(name)) as string;
  };
}

/** Null: the browser has no such thing, or <wordlight-text> is on a page that does not list it. */
function newPolicy(createScriptURL: (name: string) => string) {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  try {
    return trustedTypes?.createPolicy(POLICY, { createScriptURL }) ?? null;
  } catch {
    return null;
  }
}

/**
 * A worker from its source has the page's policy; one from an address of its own would have none, as
 * hosts send none.
 */
export const addressOfSource = (source: string): string =>
  URL.createObjectURL(new Blob([source], { type: "text/javascript" }));

export const newWorker = (address: string): Worker =>
  new Worker(address, { type: import.meta.env.PROD ? "classic" : "module" });
