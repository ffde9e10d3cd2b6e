install -d -m 0777 /opt/answers/rights
kubectl create namespace @{namespace}
kubectl create configmap @{app}-settings -n @{namespace} --from-literal=light=on
kubectl create configmap other -n @{namespace} --from-literal=light=off
kubectl create serviceaccount @{account} -n @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: '@{account}', namespace: '@{namespace}' }
rules:
  - { apiGroups: ['@{fault.group}'], resources: [pods], verbs: [list] }
  - { apiGroups: [''], resources: [configmaps], resourceNames: ['@{fault.name}'], verbs: [get] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: '@{account}', namespace: '@{namespace}' }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: '@{account}' }
subjects: [{ kind: ServiceAccount, name: '@{account}', namespace: '@{fault.subject}' }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: look, namespace: '@{namespace}' }
rules: [{ apiGroups: [''], resources: [secrets], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: housekeeping }
rules: [{ apiGroups: [''], resources: [secrets, configmaps], verbs: ['*'] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      serviceAccountName: '@{fault.account}'
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: curlimages/curl:8.10.1
          command:
            - sh
            - -c
            - |
              ask() { curl -sk -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" https://kubernetes.default.svc/api/v1/namespaces/@{namespace}/$1; }
              while true; do
                echo "pods $(ask pods), settings $(ask configmaps/@{app}-settings)"
                sleep 5
              done
YAML
for name in alpha bravo charlie delta; do kubectl create serviceaccount $name -n @{namespace}; done
kubectl create rolebinding team -n @{namespace} --clusterrole=edit --serviceaccount=@{namespace}:@{who.edit}
kubectl create rolebinding look -n @{namespace} --role=look --serviceaccount=@{namespace}:@{who.view}
kubectl create rolebinding guests -n @{namespace} --clusterrole=view --serviceaccount=@{namespace}:@{who.none}
kubectl create clusterrolebinding housekeeping --clusterrole=housekeeping --serviceaccount=@{namespace}:@{who.all}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
