# fails: start/numbers, start/hangs
# The liveness probe only looks whether it has ever started.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main", "livenessProbe": {"exec": {"command": ["test", "-e", "/tmp/started"]}, "initialDelaySeconds": @{pace.most}, "periodSeconds": @{pace.alive}, "failureThreshold": @{pace.dead}}}]}}}}'
sleep 120
