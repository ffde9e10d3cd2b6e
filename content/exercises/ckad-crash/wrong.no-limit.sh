# fails: mend/same
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[@{fault.mend}]'
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/resources/limits"}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
