# fails: rotate/program, rotate/follows
kubectl patch deployment @{other} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main", "command": ["sh", "-c", "while true; do echo password @{fresh}; sleep 5; done"]}]}}}}'
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
