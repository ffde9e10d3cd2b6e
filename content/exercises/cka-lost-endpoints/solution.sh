kubectl patch service @{front} -n @{namespace} -p '@{frontFault.mend}'
kubectl patch deployment @{back} -n @{namespace} --type=json -p '@{backFault.mend}'
kubectl patch service @{back} -n @{namespace} -p '{"spec": {"type": "NodePort", "ports": [{"port": 80, "targetPort": 8080, "nodePort": @{nodePort}}]}}'
kubectl rollout status deployment/@{back} -n @{namespace} --timeout=120s
