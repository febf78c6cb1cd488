/** Registers the service worker, and hears of new versions of the page. */
import { delivery } from "../delivery/site";

/** By then the page is at rest, and fetching takes nothing from it. */
const REGISTER_AFTER_MS = 3000;
/** A page that stays open for days asks now and then when it is looked at. */
const ASK_AGAIN_MS = 60 * 60 * 1000;

/** Takes the new version in use, and reloads the page with it. */
export type Renew = () => void;

/**
 * `tell` is called once a new version is there, whole. Where there are no service workers (no https, a
 * private window, a person's wish) the page works as before, with the network.
 */
export function watchVersions(tell: (renew: Renew) => void): void {
  const address = delivery.serviceWorker;
  if (address === null || !import.meta.env.PROD) return;
  // The property is missing without https, and may throw where storage is refused.
  try {
    const { serviceWorker } = navigator;
    if (serviceWorker !== undefined)
      setTimeout(() => register(serviceWorker, address, tell), REGISTER_AFTER_MS);
  } catch {
    // Refused: nothing is kept.
  }
}

async function register(
  container: ServiceWorkerContainer,
  address: () => string,
  tell: (renew: Renew) => void,
): Promise<void> {
  try {
    // A page without one had no version before.
    const isFirst = container.controller === null;
    const registration = await container.register(address(), { updateViaCache: "none" });
    const look = () => {
      const { waiting } = registration;
      if (waiting !== null && container.controller !== null) tell(() => renew(container, waiting));
    };
    look();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", look);
    });
    // Another tab took the new version in use. This one goes on with its own until it is reloaded.
    if (!isFirst) {
      container.addEventListener("controllerchange", () => tell(() => location.reload()));
    }
    askNowAndThen(registration);
  } catch {
    // Refused, or the worker could not be fetched: the next visit tries again.
  }
}

function renew(container: ServiceWorkerContainer, waiting: ServiceWorker): void {
  container.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("activate");
}

function askNowAndThen(registration: ServiceWorkerRegistration): void {
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < ASK_AGAIN_MS) return;
    asked = Date.now();
    registration.update().catch(() => undefined);
  });
}
