# A ClusterRole bound in one namespace; the account itself without tokens; a second binding beside the wrong one.
kubectl create serviceaccount watcher -n tools
kubectl create clusterrole pod-lister --verb=get,list,watch --resource=pods
kubectl create rolebinding pod-lister -n tools --clusterrole=pod-lister --serviceaccount=tools:watcher
kubectl patch deployment watcher -n tools -p '{"spec":{"template":{"spec":{"serviceAccountName":"watcher"}}}}'

cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ServiceAccount
metadata: { name: page, namespace: tools }
automountServiceAccountToken: false
YAML
kubectl set serviceaccount deployment/page -n tools page

kubectl patch deployment signer -n tools -p '{"spec":{"template":{"spec":{"volumes":[{"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"vault-token","audience":"vault","expirationSeconds":600}}]}}],"containers":[{"name":"signer","volumeMounts":[{"name":"t","mountPath":"/var/run/secrets/tokens","readOnly":true}]}]}}}}'

kubectl create rolebinding reporter-of-tools -n data --role=figures --serviceaccount=tools:reporter
for name in watcher page signer; do kubectl rollout status deployment/$name -n tools --timeout=120s; done
sleep 35
