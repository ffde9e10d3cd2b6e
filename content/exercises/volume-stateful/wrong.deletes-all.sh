# fails: retention/deleted
kubectl patch statefulset cache -n tmp -p '{"spec":{"persistentVolumeClaimRetentionPolicy":{"whenScaled":"Delete","whenDeleted":"Delete"}}}'
