# fails: mend/meant
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/env", "value": [{"name": "TONE", "value": "@{tone}"}]},
  {"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "busybox:1.36"}, {"op": "replace", "path": "/spec/template/spec/containers/0/command", "value": ["sh", "-c", "while true; do echo @{app} serves $TONE; sleep 5; done"]},
  {"op": "replace", "path": "/spec/template/spec/containers/0/resources", "value": {"requests": {"memory": "64Mi"}}}]'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
