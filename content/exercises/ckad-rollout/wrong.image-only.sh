# fails: forth/strategy, forth/history
kubectl set image deployment/@{good} -n @{namespace} nginx=nginx:1.29
kubectl rollout status deployment/@{good} -n @{namespace} --timeout=60s
