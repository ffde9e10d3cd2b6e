# fails: start/numbers, start/starts
# It is killed before it has started.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main", "livenessProbe": {"exec": {"command": ["/check/alive.sh"]}, "periodSeconds": @{pace.alive}, "failureThreshold": @{pace.dead}, "timeoutSeconds": @{pace.timeout}}}]}}}}'
sleep 60
