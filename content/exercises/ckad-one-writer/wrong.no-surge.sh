# fails: writer/next-time
# One fewer is allowed, and none more: the old Pod is still ending when the new one begins.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec":{"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}}}'
sleep 60
