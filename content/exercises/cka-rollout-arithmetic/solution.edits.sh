# Per cent, one edit, and the template of then written by hand.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"strategy": {"rollingUpdate": {"maxSurge": "@{pace.more}", "maxUnavailable": "@{pace.fewer}"}}}}'
kubectl get deployment @{second} -n @{namespace} -o json | jq '.spec.template.spec.containers[0] |= (.image = "gcr.io/google-samples/hello-app:2.0" | .env += [{name: "MODE", value: "@{mode}"}] | .resources = {requests: {cpu: "15m"}})' | kubectl replace -f -
kubectl patch deployment @{third} -n @{namespace} -p '{"spec": {"paused": false, "template": {"spec": {"containers": [{"name": "web", "image": "gcr.io/google-samples/hello-app:@{back.image}", "env": [{"name": "LEVEL", "value": "@{back.level}"}]}]}}}}'
sleep 30
