kubectl create role @{bot} -n @{namespace} --verb=get --resource=deployments.apps --resource-name=@{target}
kubectl get role @{bot} -n @{namespace} -o json | jq '.rules += [{apiGroups: ["apps"], resources: ["deployments/scale"], resourceNames: ["@{target}"], verbs: ["patch"]}]' | kubectl replace -f -
kubectl create rolebinding @{bot} -n @{namespace} --role=@{bot} --serviceaccount=@{namespace}:@{bot}
@{extra.mend}
kubectl create clusterrole view-performances --verb=get,list,watch --resource=performances.stage.drill.example
kubectl label clusterrole view-performances rbac.authorization.k8s.io/aggregate-to-view=true
sleep 30
