kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": @{dns.mend}}}}'
@{headless.mend}
kubectl patch service @{alias} -n @{namespace} -p '{"spec": {"externalName": "@{store}.@{namespace}-data.svc.cluster.local"}}'
kubectl rollout status deployment/@{app} -n @{namespace}
kubectl rollout status statefulset/@{set} -n @{namespace}
sleep 20
