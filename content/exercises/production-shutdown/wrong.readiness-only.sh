# fails: quiet/still-answers
# Readiness guards the beginning, not the end.
kubectl patch deployment web -n shop --patch '{"spec":{"strategy":{"rollingUpdate":{"maxUnavailable":0}},"template":{"spec":{"containers":[{"name":"nginx","readinessProbe":{"httpGet":{"path":"/","port":80}}}]}}}}'
kubectl rollout status deployment/web -n shop --timeout=120s
sleep 5
