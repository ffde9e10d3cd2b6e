# fails: mend/available, mend/same
# It runs, but no longer what it should.
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/command", "value": ["sleep", "1000000"]}, @{fault.mend}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
