# fails: mend/stays
# Without a probe nothing is restarted: not even what hangs.
kubectl patch deployment @{slow} -n @{namespace} --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/livenessProbe"}]'
kubectl rollout status deployment/@{slow} -n @{namespace} --timeout=120s
