import { pwa } from '#client/index.ts';

const KEY = 'waypost.install-hint';

/** The way in which this device can install the app; undefined: it cannot, or has done so. */
export type InstallWay = 'prompt' | 'ios';

interface IosNavigator {
	/** Safari's own: runs from the home screen. */
	readonly standalone?: boolean;
}

function isInstalled(): boolean {
	const standalone = (navigator as IosNavigator).standalone === true;
	return standalone || matchMedia('(display-mode: standalone)').matches;
}

/** iPads call themselves Macs, which have no touch. */
function isIos(): boolean {
	const { userAgent, platform, maxTouchPoints } = navigator;
	return /iPhone|iPad|iPod/.test(userAgent) || (platform === 'MacIntel' && maxTouchPoints > 1);
}

/** Offers to install the app once it has been of use, until the person does not want to hear of it (UX-5). */
class InstallHint {
	#useful = $state(false);
	#refused = $state(readRefusal());

	/** Something was done that is worth coming back for. */
	useful(): void {
		this.#useful = true;
	}

	get way(): InstallWay | undefined {
		if (!this.#useful || this.#refused || isInstalled()) return undefined;
		if (pwa.canInstall) return 'prompt';
		return isIos() ? 'ios' : undefined;
	}

	/** For good, on this device. */
	refuse(): void {
		this.#refused = true;
		localStorage.setItem(KEY, 'refused');
	}
}

function readRefusal(): boolean {
	return typeof localStorage !== 'undefined' && localStorage.getItem(KEY) !== null;
}

export const installHint = new InstallHint();
