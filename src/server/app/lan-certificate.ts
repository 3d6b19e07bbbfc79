import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Phones refuse certificates that run longer than 398 days. */
const lifetimeDays = 397;
const renewBeforeDays = 14;
const day = 86_400_000;

export interface LanCertificate {
	readonly key: string;
	/** The server's certificate followed by its authority's. */
	readonly cert: string;
	/** The authority's certificate, which a phone has to trust once (PEM). */
	readonly authority: string;
}

/** This machine's IPv4 addresses on its local networks. */
export function lanAddresses(): string[] {
	return Object.values(networkInterfaces())
		.flatMap((entries) => entries ?? [])
		.filter((entry) => entry.family === 'IPv4' && !entry.internal)
		.map((entry) => entry.address);
}

/**
 * The certificate for `--lan`, kept in `home` until it is about to end or does not cover one of `addresses`. It hangs on an
 * authority of its own, since phones install only authorities; the authority's key is thrown away at once, so
 * whoever trusts it trusts this one certificate and nothing that could be made later.
 */
export async function lanCertificate(
	home: string,
	addresses: readonly string[],
	now: Date
): Promise<LanCertificate> {
	const file = join(home, 'lan-certificate.json');
	if (existsSync(file)) {
		const kept = JSON.parse(readFileSync(file, 'utf8')) as LanCertificate;
		if (isGood(new X509Certificate(kept.cert), addresses, now)) return kept;
	}
	const made = await make(addresses, now);
	mkdirSync(home, { recursive: true });
	writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
	return made;
}

function isGood(certificate: X509Certificate, addresses: readonly string[], now: Date): boolean {
	const left = certificate.validToDate.getTime() - now.getTime();
	return left > renewBeforeDays * day && addresses.every((ip) => certificate.checkIP(ip));
}

async function make(addresses: readonly string[], now: Date): Promise<LanCertificate> {
	const name = hostname();
	const common = {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: now,
		notAfterDate: new Date(now.getTime() + lifetimeDays * day)
	} as const;
	const authority = await generate(
		[{ name: 'commonName', value: `Waypost on ${name}, ${now.toISOString().slice(0, 10)}` }],
		{
			...common,
			extensions: [
				{ name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
				{ name: 'keyUsage', keyCertSign: true, critical: true }
			]
		}
	);
	const server = await generate([{ name: 'commonName', value: name }], {
		...common,
		ca: { key: authority.private, cert: authority.cert },
		extensions: [
			{ name: 'basicConstraints', cA: false, critical: true },
			{ name: 'keyUsage', digitalSignature: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{ name: 'subjectAltName', altNames: alternativeNames(name, addresses) }
		]
	});
	return {
		key: server.private,
		cert: `${server.cert.trim()}\n${authority.cert}`,
		authority: authority.cert
	};
}

function alternativeNames(name: string, addresses: readonly string[]) {
	const hosts = ['localhost', name, `${name}.local`];
	const ips = ['127.0.0.1', '::1', ...addresses];
	return [
		...hosts.map((value) => ({ type: 2 as const, value })),
		...ips.map((ip) => ({ type: 7 as const, ip }))
	];
}
