# fails: confine/profile, confine/persistent
kubectl patch deployment till -n bank -p '{"spec":{"template":{"spec":{"securityContext":{"appArmorProfile":{"type":"RuntimeDefault"},"seccompProfile":{"type":"RuntimeDefault"}}}}}}'
sleep 60
