# fails: mend/program
# Whatever was wrong, a probe that is gone is not the cure.
@{fault.mend}
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/readinessProbe"}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
