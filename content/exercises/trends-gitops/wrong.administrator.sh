# fails: reconciler/here-only, reconciler/no-secrets, reconciler/not-its-source
kubectl create serviceaccount reconciler -n gitops
kubectl create clusterrolebinding reconciler --clusterrole=cluster-admin --serviceaccount=gitops:reconciler
kubectl create deployment reconciler -n gitops --image=alpine/k8s:1.35.0 -- sh -c 'while true; do kubectl apply -f /repository --prune -l app.kubernetes.io/part-of=site -n site; sleep 30; done'
kubectl patch deployment reconciler -n gitops -p '{"spec":{"template":{"spec":{"serviceAccountName":"reconciler","volumes":[{"name":"r","configMap":{"name":"repository"}}],"containers":[{"name":"k8s","volumeMounts":[{"name":"r","mountPath":"/repository"}]}]}}}}'
sleep 60
