# fails: bot/no-more, user/reads-only, aggregated/viewers
# Every Deployment may be scaled; @{user} loses the right to look; the resource is looked for in another group.
kubectl create role @{bot} -n @{namespace} --verb=get,patch --resource=deployments.apps,deployments.apps/scale
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:@{bot}
kubectl delete rolebinding readers -n @{namespace}
kubectl create -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: performances, labels: { rbac.authorization.k8s.io/aggregate-to-view: 'true' } }
rules: [{ apiGroups: [''], resources: [performances], verbs: [get, list, watch] }]
YAML
sleep 30
