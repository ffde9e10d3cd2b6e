kubectl diff -f /root/repo/web.yaml
kubectl apply -f /root/repo --prune -l app.kubernetes.io/part-of=shop -n shop
kubectl set env deployment/web LOG_LEVEL- -n shop
kubectl delete poddisruptionbudget promo -n shop

sed -i '/replicas: 2/d' /root/pay/api.yaml
kubectl apply --server-side --field-manager=gitops --force-conflicts -f /root/pay/api.yaml
kubectl rollout status deployment/api -n pay --timeout=120s

kubectl create serviceaccount reconciler -n gitops
kubectl create role reconciler -n site --verb=get,list,create,patch,delete --resource=configmaps,services,deployments.apps
kubectl create rolebinding reconciler -n site --role=reconciler --serviceaccount=gitops:reconciler
kubectl apply -f - <<'YAML'
apiVersion: batch/v1
kind: CronJob
metadata:
  name: reconciler
  namespace: gitops
spec:
  schedule: '* * * * *'
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          serviceAccountName: reconciler
          restartPolicy: Never
          containers:
            - name: apply
              image: registry.k8s.io/kubectl:v1.35.0
              args:
                - apply
                - --filename=/repository
                - --namespace=site
                - --prune
                - --selector=app.kubernetes.io/part-of=site
                - --prune-allowlist=core/v1/ConfigMap
                - --prune-allowlist=core/v1/Service
                - --prune-allowlist=apps/v1/Deployment
              volumeMounts: [{ name: repository, mountPath: /repository }]
          volumes: [{ name: repository, configMap: { name: repository } }]
YAML
sleep 100
