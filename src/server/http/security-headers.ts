/**
 * Sent with every answer, static files and prerendered pages included, which is why the HTTP server sets them and not
 * a hook. The content security policy itself comes from Kit, which knows the hashes; in a prerendered page it is a meta
 * tag, which cannot hold `frame-ancestors`, so framing is refused here too.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	// Camera for scanning and photos, location for field work; passkeys. Nothing else.
	'permissions-policy': [
		'accelerometer=()',
		'browsing-topics=()',
		'camera=(self)',
		'display-capture=()',
		'geolocation=(self)',
		'gyroscope=()',
		'magnetometer=()',
		'microphone=()',
		'midi=()',
		'payment=()',
		'publickey-credentials-get=(self)',
		'serial=()',
		'usb=()'
	].join(', ')
};
