# fails: paths/web, paths/api
kubectl create ingress shop -n shop --rule='shop.example.com/api*=api:80' --rule='shop.example.com/*=web:80'
sleep 10
