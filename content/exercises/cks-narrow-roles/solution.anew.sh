# Role and binding anew under another name; the account itself hands out no tokens.
@{fault.take}
kubectl delete rolebinding readers -n @{neighbour}
kubectl delete role,rolebinding @{bot} -n @{namespace}
kubectl create clusterrole looks-on --verb=get,list,watch --resource=@{needs.resources}
kubectl create rolebinding looks-on -n @{namespace} --clusterrole=looks-on --serviceaccount=@{namespace}:@{bot}
cat <<'YAML' | kubectl apply -n @{namespace} -f -
apiVersion: v1
kind: ServiceAccount
metadata: { name: '@{web}' }
automountServiceAccountToken: false
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: default }
automountServiceAccountToken: false
YAML
kubectl set serviceaccount deployment @{web} @{web} -n @{namespace}
sleep 20
