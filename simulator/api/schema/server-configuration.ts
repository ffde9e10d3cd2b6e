/**
 * What the API server's own configuration files hold. Not of the API, so OpenAPI knows nothing of them; notation:
 * table-notation.ts.
 */
export const CONFIGURATION_TABLES: ReadonlyMap<string, readonly string[]> = new Map([
	[
		'apiserver.config.k8s.io.v1',
		[
			`
AdmissionConfiguration@: kind:string apiVersion:string plugins*:[]AdmissionPluginConfiguration/atomic
AdmissionPluginConfiguration: name*:string path:string configuration&:Unknown
Unknown+:
EncryptionConfiguration@: kind:string apiVersion:string resources*:[]ResourceConfiguration/atomic
ResourceConfiguration: resources*:[]string/atomic providers*:[]ProviderConfiguration/atomic
ProviderConfiguration: aesgcm:AESConfiguration aescbc:AESConfiguration secretbox:SecretboxConfiguration
 identity:IdentityConfiguration kms:KMSConfiguration
AESConfiguration: keys*:[]Key/atomic
SecretboxConfiguration: keys*:[]Key/atomic
Key: name*:string secret*:string
IdentityConfiguration:
KMSConfiguration: apiVersion:string name*:string cachesize:int32 endpoint*:string timeout:string
AuthenticationConfiguration@: kind:string apiVersion:string jwt:[]JWTAuthenticator/atomic anonymous:AnonymousAuthConfig
AnonymousAuthConfig: enabled*:bool conditions:[]AnonymousAuthCondition/atomic
AnonymousAuthCondition: path*:string
JWTAuthenticator: issuer*:Issuer claimValidationRules:[]ClaimValidationRule/atomic claimMappings*:ClaimMappings
 userValidationRules:[]UserValidationRule/atomic
Issuer: url*:string discoveryURL:string certificateAuthority:string audiences*:[]string/atomic
 audienceMatchPolicy:string egressSelectorType:string
ClaimValidationRule: claim:string requiredValue:string expression:string message:string
ClaimMappings: username*:PrefixedClaimOrExpression groups:PrefixedClaimOrExpression uid:ClaimOrExpression
 extra:[]ExtraMapping/atomic
PrefixedClaimOrExpression: claim:string prefix:string expression:string
ClaimOrExpression: claim:string expression:string
ExtraMapping: key*:string valueExpression*:string
UserValidationRule: expression*:string message:string
AuthorizationConfiguration@: kind:string apiVersion:string authorizers*:[]AuthorizerConfiguration/atomic
AuthorizerConfiguration: type*:string name*:string webhook:WebhookConfiguration
WebhookConfiguration: authorizedTTL:string cacheAuthorizedRequests:bool unauthorizedTTL:string
 cacheUnauthorizedRequests:bool timeout:string subjectAccessReviewVersion:string
 matchConditionSubjectAccessReviewVersion:string failurePolicy:string connectionInfo:WebhookConnectionInfo
 matchConditions:[]WebhookMatchCondition/atomic
WebhookConnectionInfo: type:string kubeConfigFile:string
WebhookMatchCondition: expression*:string
`,
		],
	],
	[
		'pod-security.admission.config.k8s.io.v1',
		[
			`
PodSecurityConfiguration@: kind:string apiVersion:string defaults:PodSecurityDefaults exemptions:PodSecurityExemptions
PodSecurityDefaults: enforce:string enforce-version:string audit:string audit-version:string warn:string
 warn-version:string
PodSecurityExemptions: usernames:[]string/atomic namespaces:[]string/atomic runtimeClasses:[]string/atomic
`,
		],
	],
	[
		'eventratelimit.admission.k8s.io.v1alpha1',
		[
			`
Configuration@: kind:string apiVersion:string limits*:[]Limit/atomic
Limit: type*:string qps*:int32 burst*:int32 cacheSize:int32
`,
		],
	],
	[
		'resourcequota.admission.k8s.io.v1',
		[
			`
Configuration@: kind:string apiVersion:string limitedResources:[]LimitedResource/atomic
LimitedResource: apiGroup:string resource*:string matchContains:[]string/atomic
 matchScopes:[]core.v1.ScopedResourceSelectorRequirement/atomic
`,
		],
	],
	[
		'podtolerationrestriction.admission.k8s.io.v1alpha1',
		[
			`
Configuration@: kind:string apiVersion:string default:[]core.v1.Toleration/atomic
 whitelist:[]core.v1.Toleration/atomic
`,
		],
	],
]);
