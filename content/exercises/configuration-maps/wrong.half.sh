# fails: broken/running, broken/level
# The volume is mended; the missing key shows only then.
kubectl patch deployment worker -n jobs --type=json -p '[{"op":"replace","path":"/spec/template/spec/volumes/0/configMap/name","value":"worker-rules-v2"}]'
sleep 40
