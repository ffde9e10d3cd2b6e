# fails: sticky/all-pods
kubectl scale deployment @{cart} -n @{namespace} --replicas=1
kubectl patch service @{cart} -n @{namespace} -p '{"spec":{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":@{stay.seconds}}}}}'
sleep 20
