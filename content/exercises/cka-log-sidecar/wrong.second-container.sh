# fails: sidecar/native, errors/all
# An ordinary container; and only one of two containers is asked.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "@{sidecar}", "image": "busybox:1.36", "command": ["tail", "-n+1", "-F", "/var/log/app/@{file}"], "volumeMounts": [{"name": "logs", "mountPath": "/var/log/app"}]}]}}}}'
kubectl logs @{pair} -n @{namespace} | grep ERROR > /opt/answers/output/errors.txt
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
