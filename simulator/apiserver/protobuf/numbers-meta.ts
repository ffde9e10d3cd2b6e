/**
 * The numbers of fields in protobuf messages. One message a paragraph: its fields in the order of their numbers, which
 * count from 1; `17=x` goes on from there. `^Type` is a message whose fields stand in the outer object's JSON.
 * The numbers are those of the API's published .proto files.
 */
export const META = `
ObjectMeta: name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp
 deletionGracePeriodSeconds labels annotations ownerReferences finalizers 17=managedFields
OwnerReference: kind 3=name uid apiVersion controller blockOwnerDeletion
ManagedFieldsEntry: manager operation apiVersion time 6=fieldsType fieldsV1 subresource
LabelSelector: matchLabels matchExpressions
LabelSelectorRequirement: key operator values
FieldSelectorRequirement: key operator values
Condition: type status observedGeneration lastTransitionTime reason message
DeleteOptions: gracePeriodSeconds preconditions orphanDependents propagationPolicy dryRun
 ignoreStoreReadErrorWithClusterBreakingPotential
Preconditions: uid resourceVersion
`;
