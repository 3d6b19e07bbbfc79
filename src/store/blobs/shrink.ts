/** Largest photo that leaves the device (UX-28). */
export const PHOTO_BYTES = 500 * 1024;
/** Longest edge to start from: more than any screen that such a photo is looked at on. */
const EDGE = 2048;
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
const SMALLER = 0.7;

/**
 * A JPEG of at most 500 KB, drawn anew: position, camera and every other tag of the original stay behind. The turn that
 * a camera only notes is applied. Files that are no picture come back undefined.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob | undefined> {
	const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
		() => null
	);
	if (!bitmap) return undefined;
	try {
		const longest = Math.max(bitmap.width, bitmap.height);
		for (let scale = Math.min(1, EDGE / longest); longest * scale >= 1; scale *= SMALLER) {
			const small = await smallEnough(draw(bitmap, scale));
			if (small) return small;
		}
		return undefined;
	} finally {
		bitmap.close();
	}
}

function draw(bitmap: ImageBitmap, scale: number): OffscreenCanvas {
	const width = Math.max(1, Math.round(bitmap.width * scale));
	const height = Math.max(1, Math.round(bitmap.height * scale));
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('This browser draws no pictures in a worker.');
	// JPEG has no transparency; without a ground it would turn black.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.drawImage(bitmap, 0, 0, width, height);
	return canvas;
}

async function smallEnough(canvas: OffscreenCanvas): Promise<Blob | undefined> {
	for (const quality of QUALITIES) {
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
		if (blob.size <= PHOTO_BYTES) return blob;
	}
	return undefined;
}
