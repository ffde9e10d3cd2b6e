kubectl rollout undo deployment/@{bad} -n @{namespace} --to-revision=2
echo 2 > /opt/answers/rollout/revision.txt
kubectl patch deployment @{good} -n @{namespace} -p '{"spec": {"strategy": {"rollingUpdate": {"maxUnavailable": 0, "maxSurge": @{replicas.surge}}}}}'
kubectl set image deployment/@{good} -n @{namespace} nginx=nginx:1.29
kubectl annotate deployment @{good} -n @{namespace} --overwrite kubernetes.io/change-cause='nginx 1.29'
kubectl rollout status deployment/@{bad} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{good} -n @{namespace} --timeout=120s
sleep 5
