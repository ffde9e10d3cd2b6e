import {
	anything,
	type Column,
	type CustomKind,
	choice,
	conditionList,
	customKindObject,
	flag,
	list,
	map,
	object,
	type Schema,
	text,
	texts,
	whole,
} from '../kinds/custom-kind.ts';
import { labelsOf } from './resources.ts';

const AGE: Column = ['Age', '.metadata.creationTimestamp', 'date'];
const condition = (type: string): string => `.status.conditions[?(@.type == "${type}")].status`;
const message = (priority?: number): Column => [
	'Status',
	'.status.conditions[?(@.type == "Ready")].message',
	'string',
	priority ?? 1,
];
const READY: Column = ['Ready', condition('Ready')];

const USAGES =
	'signing,digital signature,content commitment,key encipherment,key agreement,data encipherment,cert sign,crl sign,encipher only,decipher only,any,server auth,client auth,code signing,email protection,s/mime,ipsec end system,ipsec tunnel,ipsec user,timestamping,ocsp signing,microsoft sgc,netscape sgc'.split(
		',',
	);

const issuerRef = (): Schema =>
	object(
		'Which issuer is to sign: an Issuer of the same namespace, a ClusterIssuer, or what an external controller knows.',
		{
			group: text('API group of the issuer; cert-manager.io unless it is said.'),
			kind: text('Kind of the issuer; Issuer unless it is said.'),
			name: text('Name of the issuer.'),
		},
		['name'],
	);

const usages = (): Schema => list('What the key of the certificate is for.', { enum: USAGES, type: 'string' });

const secretKey = (description: string): Schema =>
	object(description, { key: text('Key in the Secret.'), name: text('Name of the Secret.') }, ['name']);

const subject = (): Schema =>
	object('Attributes of the X.509 subject besides its common name, as RFC 5280 lists them in section 4.1.2.6.', {
		countries: texts('Countries.'),
		localities: texts('Cities.'),
		organizationalUnits: texts('Organizational units.'),
		organizations: texts('Organizations.'),
		postalCodes: texts('Postal codes.'),
		provinces: texts('States or provinces.'),
		serialNumber: text('Serial number.'),
		streetAddresses: texts('Street addresses.'),
	});

const keystore = (kind: string): Schema =>
	object(
		`A ${kind} keystore that is kept in the Secret as well.`,
		{
			alias: text('Name of the key in it.'),
			create: flag('Whether it is made.'),
			password: text('Its password, as it is.'),
			passwordSecretRef: secretKey('Where its password is.'),
			profile: text('Which algorithms it uses.'),
		},
		['create'],
	);

const certificateSpec = (): Schema =>
	object(
		'What the X.509 certificate is to be, and where it is kept.',
		{
			additionalOutputFormats: list(
				'Further forms of the key and certificate in the Secret.',
				object('One form.', { type: choice('Its name.', 'DER', 'CombinedPEM') }, ['type']),
			),
			commonName: text('The common name of the subject, at most 64 characters.'),
			dnsNames: texts('DNS names among the subject alternative names.'),
			duration: text('How long a certificate is asked to last; 90 days unless it is said, one hour at least.'),
			emailAddresses: texts('Mail addresses among the subject alternative names.'),
			encodeUsagesInRequest: flag('Whether the usages stand in the signing request.'),
			ipAddresses: texts('IP addresses among the subject alternative names.'),
			isCA: flag('Whether the certificate may sign others.'),
			issuerRef: issuerRef(),
			keystores: object('Keystores for what cannot read PEM.', { jks: keystore('JKS'), pkcs12: keystore('PKCS12') }),
			literalSubject: text('The whole subject as one distinguished name.'),
			nameConstraints: anything('Which names a CA may sign for.'),
			otherNames: list('Further subject alternative names.', anything('One of them.')),
			privateKey: object('How keys are made.', {
				algorithm: choice('Kind of the key.', 'RSA', 'ECDSA', 'Ed25519'),
				encoding: choice('How it is written.', 'PKCS1', 'PKCS8'),
				rotationPolicy: choice('Whether each certificate has a key of its own.', 'Never', 'Always'),
				size: whole('Its length in bits.'),
			}),
			renewBefore: text('How long before its end a certificate is renewed.'),
			renewBeforePercentage: whole('The same as a share of its life.'),
			revisionHistoryLimit: whole('How many CertificateRequests are kept.', { minimum: 1 }),
			secretName: text('The Secret that holds the key and the certificate.'),
			secretTemplate: object('What the Secret carries besides.', {
				annotations: map('Annotations of the Secret.'),
				labels: map('Labels of the Secret.'),
			}),
			signatureAlgorithm: text('How the certificate is signed.'),
			subject: subject(),
			uris: texts('URIs among the subject alternative names.'),
			usages: usages(),
		},
		['issuerRef', 'secretName'],
	);

const certificateStatus = (): Schema =>
	object('How the certificate is doing.', {
		conditions: conditionList('Ready and Issuing.'),
		failedIssuanceAttempts: whole('How often in a row it could not be issued.'),
		lastFailureTime: text('When that was last.', { format: 'date-time' }),
		nextPrivateKeySecretName: text('The Secret of the key that the next certificate is for.'),
		notAfter: text('When the certificate ends.', { format: 'date-time' }),
		notBefore: text('When it begins.', { format: 'date-time' }),
		renewalTime: text('When it will be renewed.', { format: 'date-time' }),
		revision: whole('How often it has been issued.'),
	});

const requestSpec = (): Schema =>
	object(
		'Which certificate is asked for, of whom.',
		{
			duration: text('How long it is to last.'),
			extra: anything('Extra attributes of who has made the request.'),
			groups: texts('Groups of who has made the request.'),
			isCA: flag('Whether the certificate may sign others.'),
			issuerRef: issuerRef(),
			request: text('The signing request, PEM.', { format: 'byte' }),
			uid: text('UID of who has made the request.'),
			usages: usages(),
			username: text('Name of who has made the request.'),
		},
		['issuerRef', 'request'],
	);

const requestStatus = (): Schema =>
	object('How the request is doing.', {
		ca: text('The certificate of who has signed, PEM.', { format: 'byte' }),
		certificate: text('What was signed, PEM.', { format: 'byte' }),
		conditions: conditionList('Ready, Approved, Denied, InvalidRequest.'),
		failureTime: text('When it failed.', { format: 'date-time' }),
	});

const issuerSpec = (): Schema =>
	object('How certificates are signed: one of the ways below.', {
		acme: anything('By a server that speaks ACME.'),
		ca: object(
			'By a key and certificate in a Secret.',
			{
				crlDistributionPoints: texts('Where lists of revoked certificates are.'),
				issuingCertificateURLs: texts('Where the certificate of the issuer is.'),
				ocspServers: texts('Who is asked whether a certificate is revoked.'),
				secretName: text('The Secret with tls.crt and tls.key.'),
			},
			['secretName'],
		),
		selfSigned: object('By the key of the certificate itself.', {
			crlDistributionPoints: texts('Where lists of revoked certificates are.'),
		}),
		vault: anything('By HashiCorp Vault.'),
		venafi: anything('By Venafi.'),
	});

const issuerStatus = (): Schema =>
	object('How the issuer is doing.', {
		acme: anything('The account at the ACME server.'),
		conditions: conditionList('Ready.'),
	});

const GROUP = 'cert-manager.io';
const CATEGORIES = ['cert-manager'];

function kinds(): readonly CustomKind[] {
	const issuer = (kind: string, scope: CustomKind['scope'], description: string): CustomKind => ({
		group: GROUP,
		version: 'v1',
		kind,
		plural: `${kind.toLowerCase()}s`,
		categories: CATEGORIES,
		scope,
		description,
		columns: [READY, message(), AGE],
		spec: issuerSpec(),
		isSpecRequired: true,
		status: issuerStatus(),
	});
	const acme = (kind: string, columns: readonly Column[]): CustomKind => ({
		group: 'acme.cert-manager.io',
		version: 'v1',
		kind,
		plural: `${kind.toLowerCase()}s`,
		categories: ['cert-manager', 'cert-manager-acme'],
		scope: 'Namespaced',
		description: `${kind} of an ACME server.`,
		columns: [...columns, AGE],
		spec: anything(`What the ${kind} is about.`),
		isSpecRequired: true,
		status: anything(`How the ${kind} is doing.`),
	});
	return [
		{
			group: GROUP,
			version: 'v1',
			kind: 'CertificateRequest',
			plural: 'certificaterequests',
			shortNames: ['cr', 'crs'],
			categories: CATEGORIES,
			scope: 'Namespaced',
			description: 'Asks an issuer once for a signed certificate. What is asked does not change any more.',
			columns: [
				['Approved', condition('Approved')],
				['Denied', condition('Denied')],
				READY,
				['Issuer', '.spec.issuerRef.name'],
				['Requester', '.spec.username'],
				message(),
				AGE,
			],
			spec: requestSpec(),
			status: requestStatus(),
		},
		{
			group: GROUP,
			version: 'v1',
			kind: 'Certificate',
			plural: 'certificates',
			shortNames: ['cert', 'certs'],
			categories: CATEGORIES,
			scope: 'Namespaced',
			description: 'An X.509 certificate that is to be there, up to date, in a Secret.',
			columns: [READY, ['Secret', '.spec.secretName'], ['Issuer', '.spec.issuerRef.name', 'string', 1], message(), AGE],
			spec: certificateSpec(),
			status: certificateStatus(),
		},
		acme('Challenge', [
			['State', '.status.state'],
			['Domain', '.spec.dnsName'],
			['Reason', '.status.reason', 'string', 1],
		]),
		issuer('ClusterIssuer', 'Cluster', 'An issuer for the certificates of all namespaces.'),
		issuer('Issuer', 'Namespaced', 'An issuer for the certificates of its namespace.'),
		acme('Order', [
			['State', '.status.state'],
			['Issuer', '.spec.issuerRef.name', 'string', 1],
			['Reason', '.status.reason', 'string', 1],
		]),
	];
}

/** CustomResourceDefinitions of cert-manager. @param version "v1.16.2". */
export function certManagerKinds(version: string): readonly object[] {
	return kinds().map((kind) => customKindObject({ ...kind, labels: labelsOf('crds', version) }));
}
