# fails: give/limits
# The limits are taken away.
for name in @{who.killed} @{who.slow} @{who.evicted}; do
  kubectl patch deployment $name -n @{namespace} --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/resources/limits"}]'
done
sleep 60
